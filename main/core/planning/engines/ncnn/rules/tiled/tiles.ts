// SPDX-License-Identifier: Apache-2.0
import { ceilDiv, f32, intDiv, roundDown, roundUp } from '../../arithmetic'

/** Edges of a matrix product's tiles: of the weights M × K, of the images K × N. */
export interface Tiles {
  readonly m: number
  readonly n: number
  readonly k: number
}

export interface Matrices {
  readonly m: number
  readonly n: number
  readonly k: number
}

/** What tile sizes depend on. */
export interface TileSettings {
  readonly vector: number
  /** What N is a multiple of. */
  readonly nStep: number
  readonly threads: number
  readonly cores: number
  /** Elements that fit into the level-2 cache. */
  readonly l2Elements: number
  /** Elements that one of a tile of sums takes the place of: 2 for float32 among bfloat16. */
  readonly sumElements?: number
  /** Rows that a tile of M has at most before threads share it; absent: four vectors. */
  readonly rows?: number
}

/** `length` cut into equal parts of at most `tile`, each a multiple of `step`. */
export function evenly(length: number, tile: number, step: number): number {
  const parts = ceilDiv(length, tile)
  return Math.min(tile, roundUp(ceilDiv(length, parts), step))
}

/** Tiles of M shared by the threads that there are when the net is loaded. */
export function shared(m: number, { threads, vector }: TileSettings): number {
  return threads > 1 ? Math.min(m, roundUp(Math.max(1, intDiv(m, threads)), vector)) : m
}

/** Winograd's on x86. 20260526:x86/convolution_3x3_winograd.h, conv3x3s1_winograd_get_optimal_tile_mnk. */
export function winogradTilesX86(size: Matrices, settings: TileSettings): Tiles {
  const { vector, nStep, threads, cores, l2Elements } = settings
  const l2 = f32(l2Elements)
  const third = Math.trunc(f32(Math.sqrt(f32(l2 / 3))))
  const m = shared(
    evenly(size.m, Math.max(vector, roundDown(third, vector)) * Math.min(threads, cores), vector),
    settings,
  )
  const k = evenly(size.k, Math.max(vector, roundDown(Math.trunc(f32(f32(Math.sqrt(l2)) - m)), vector)), vector)
  const left = Math.trunc(f32(f32(l2 - m * k) / (m + k)))
  const n = evenly(size.n, Math.max(nStep, roundDown(left, nStep)), nStep)
  return { m, n, k }
}

/** Fused GEMM's. 20260526:x86/convolution_im2col_gemm.h, convolution_im2col_gemm_get_optimal_tile_mnk. */
export function gemmTiles(size: Matrices, kBound: number, settings: TileSettings): Tiles {
  const { vector } = settings
  const k = evenly(size.k, Math.max(vector, roundDown(kBound, vector)), vector)
  const m = gemmRows(size.m, settings)
  return { m, k, n: gemmColumns(size, m, k, settings) }
}

function gemmRows(rows: number, settings: TileSettings): number {
  const { vector, threads, cores, rows: most = 4 * vector } = settings
  const parts = ceilDiv(rows, most)
  const shares = Math.max(vector, roundUp(ceilDiv(rows, parts), vector)) * Math.min(threads, cores)
  return shared(evenly(rows, shares, vector), settings)
}

export function gemmColumns(
  size: Matrices,
  m: number,
  k: number,
  { nStep, l2Elements, sumElements = 1 }: TileSettings,
): number {
  const left = intDiv(l2Elements - m * k, k >= size.k ? k : m * sumElements + k)
  return Math.max(nStep, evenly(size.n, Math.max(nStep, roundDown(left, nStep)), nStep))
}

/** Those of the Gemm layer within a convolution. 20240410:x86/gemm_x86.cpp, get_optimal_tile_mnk; arm/gemm_arm_asimdhp.cpp in half precision. */
export function gemmLayerTiles(size: Matrices, l2Bytes: number, settings: TileSettings, elementBytes = 4): Tiles {
  const { vector, nStep, threads, cores } = settings
  const l2 = f32(l2Bytes)
  const edge = Math.trunc(f32(Math.sqrt(f32(f32(l2 / 3) / elementBytes))))
  const k = evenly(size.k, Math.max(vector, roundDown(edge, vector)), vector)
  const one = k >= size.k ? Math.trunc(f32(f32(f32(l2 / 2) / elementBytes) / k)) : edge
  const most = Math.max(vector, roundDown(one, vector)) * Math.min(threads, cores)
  return {
    m: shared(evenly(size.m, most, vector), settings),
    n: evenly(size.n, Math.max(nStep, roundDown(one, nStep)), nStep),
    k,
  }
}
