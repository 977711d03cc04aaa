// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, f32, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { ALLOCATION_PADDING } from '../../heap/allocation'
import { type Executor, perThread } from '../executor'
import { type ParallelChoice, ParallelCost } from './parallel-cost'

/** This executor's own matrix kernel, whatever the core's. */
export const PACK_FREE_ROWS = 14
const PACK_FREE_CHANNELS = 32
/** Transformed tiles per step when threads share out the tiles, and when they share each step. */
const OUTER_TILES = 2 * PACK_FREE_ROWS
const INNER_TILES = 8 * PACK_FREE_ROWS

/**
 * The engine's estimate of running unit `unit`. 2.8.1: compute/ConvolutionPackFreeWinograd.cpp,
 * updateBestWinogradUnit. Two odd factors are the engine's: the outer output transform counts 14
 * operations a tile where it moves 28, and the inner product counts ceil(32 / 16) channels.
 */
export function packFreeWinogradCost(p: ConvProblem, unit: number, core: MatrixCore, threads: number): ParallelChoice {
  const { pack } = core
  const alpha = unit + p.kernelHeight - 1
  const area = alpha * alpha
  const inBlocks = ceilDiv(p.inChannels, pack)
  const outBlocks = ceilDiv(p.outChannels, pack)
  const tiles = ceilDiv(p.outWidth, unit) * ceilDiv(p.outHeight, unit) * p.batch
  const inputOperations = (4 * alpha - 12) * area
  const outputOperations = (alpha + unit) * unit * (2 * alpha - 6)
  const outputMoves = (alpha + unit) * 4 * unit
  const productOperations = 2 * p.inChannels - 1

  const cost = new ParallelCost()
  const outer = outerSteps(tiles, threads)
  cost.outer(outer * inputOperations * inBlocks * OUTER_TILES * pack, outer * 4 * area * inBlocks * OUTER_TILES * pack)
  cost.outer(
    outer * area * productOperations * OUTER_TILES * outBlocks * pack,
    outer * area * (OUTER_TILES * p.inChannels + pack * outBlocks * p.inChannels + OUTER_TILES * pack * outBlocks),
  )
  cost.outer(
    outer * outputOperations * outBlocks * PACK_FREE_ROWS * pack,
    outer * outputMoves * outBlocks * OUTER_TILES * pack,
  )

  const inner = innerSteps(tiles)
  const inputShare = ceilDiv(INNER_TILES * inBlocks, threads)
  const outputShare = ceilDiv(INNER_TILES * outBlocks, threads)
  const products = ceilDiv(area * ceilDiv(p.outChannels, PACK_FREE_CHANNELS), threads)
  cost.inner(inner * inputShare * inputOperations * pack, inner * inputShare * 4 * area * pack)
  cost.inner(
    inner * products * productOperations * INNER_TILES * ceilDiv(PACK_FREE_CHANNELS, pack),
    inner *
      products *
      (INNER_TILES * p.inChannels + PACK_FREE_CHANNELS * p.inChannels + INNER_TILES * PACK_FREE_CHANNELS),
  )
  cost.inner(inner * outputOperations * outputShare * pack, inner * outputMoves * outputShare * pack)
  return cost.choose()
}

function outerSteps(tiles: number, threads: number): number {
  const steps = ceilDiv(tiles, OUTER_TILES)
  const rest = tiles % OUTER_TILES
  const last = rest === 0 ? 1 : f32((1.2 * rest) / OUTER_TILES)
  const tail = rest > 0 && steps % threads > 1 ? Math.max(1, last) : last
  return f32(tail + intDiv(steps - 1, threads))
}

function innerSteps(tiles: number): number {
  const rest = tiles % INNER_TILES
  const last = rest === 0 ? 1 : f32((1.05 * rest) / INNER_TILES)
  return f32(last + intDiv(tiles - 1, INNER_TILES))
}

/** Winograd under AVX-512. 2.8.1: compute/ConvolutionPackFreeWinograd.cpp. `inner`: as its cost says. */
export function packFreeWinogradExecutor(
  p: ConvProblem,
  unit: number,
  inner: boolean,
  core: MatrixCore,
  threads: number,
): Executor {
  const { pack, lPack } = core
  const alpha = unit + p.kernelHeight - 1
  const area = alpha * alpha
  const blocks = ceilDiv(p.inChannels, pack) + ceilDiv(p.outChannels, pack)
  return {
    algorithm: 'winograd',
    unit,
    className: 'ConvolutionPackFreeWinograd',
    create(pool) {
      pool.request(roundUp(p.outChannels, pack) * FLOAT_BYTES)
      const packed = area * roundUp(p.outChannels, PACK_FREE_CHANNELS) * roundUp(p.inChannels, lPack) * FLOAT_BYTES
      const transformed = pool.heap?.malloc(packed + ALLOCATION_PADDING)
      pool.request(packed)
      if (transformed !== undefined) pool.heap?.free(transformed)
    },
    resize(workspace) {
      const perTile = FLOAT_BYTES * blocks * pack * area
      const step = inner ? INNER_TILES : OUTER_TILES
      const buffers = inner ? 1 : threads
      const tiles = ceilDiv(p.outWidth, unit) * ceilDiv(p.outHeight, unit) * p.batch
      const inUse = Math.min(buffers, ceilDiv(tiles, step))
      const transformed = workspace.take('part.transformedTiles', buffers * step * perTile, () =>
        perThread(inUse, step * perTile, Math.min(step, tiles) * perTile),
      )
      const placeholder = workspace.take('part.placeholder', FLOAT_BYTES)
      const intermediate = workspace.take('part.transformScratch.allThreads', FLOAT_BYTES * threads * 2 * area * pack)
      workspace.free(transformed, intermediate, placeholder)
    },
  }
}
