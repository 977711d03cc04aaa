// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv } from '../../arithmetic'
import type { Allocator } from '../../memory/allocator'
import type { Executor } from '../executor'
import { elempack, isDilated, isKernel, isStride, type LayerSettings, taps } from '../layer'
import type { Matrices, Tiles } from './tiles'

/** What tiles are taken from while a layer runs: the allocator of its output, or the workspace. */
export type Scratch = 'blobs' | 'workspace'

export function gemmMatrices(p: ConvProblem): Matrices {
  return { m: p.outChannels, k: p.inChannels * taps(p), n: p.outWidth * p.outHeight }
}

export function isPointwise(p: ConvProblem): boolean {
  return isKernel(p, 1)
}

/** A copy of the weights whose rows begin at multiples of 16 bytes, where they do not lie so in the file. */
export function restrided(p: ConvProblem, { mats }: LayerSettings): number {
  return (p.inChannels * taps(p) * 4) % 16 === 0 ? 0 : mats.m3(taps(p), p.inChannels, p.outChannels)
}

/** Original weights reordered to rows of taps and channels; their block. */
function reorder(p: ConvProblem, settings: LayerSettings, heap: Allocator, elementBytes = 4) {
  const padded = isPointwise(p) && elementBytes < 4 ? 0 : restrided(p, settings)
  const scratch = padded === 0 ? null : heap.take(padded)
  const reordered = heap.take(settings.mats.m2(taps(p) * p.inChannels, p.outChannels, elementBytes))
  if (scratch !== null) heap.give(scratch)
  return reordered
}

/** 16 bits on ARM64. 20260526:arm/convolution_im2col_gemm_fp16s.h, convolution_im2col_gemm_bf16s.h. */
interface FusedGemm {
  /** The reordered weights are of 16 bits, also those of a 1×1 layer, which are else not reordered. */
  readonly castsWeights?: boolean
  /** Of an element of a thread's sums. */
  readonly sumBytes?: 2 | 4
}

/**
 * The image as one matrix, cut into tiles as it is made, and one product. 20260526:x86/convolution_im2col_gemm.h,
 * arm/convolution_im2col_gemm.h; since 20240820 on x86, since 20230517 on ARM64.
 */
export function fusedGemm(
  p: ConvProblem,
  tiles: Tiles,
  settings: LayerSettings,
  { castsWeights = false, sumBytes = 4 }: FusedGemm = {},
): Executor {
  const { mats, threads, elementBytes } = settings
  const { packed, image, sums } = gemmSizes(gemmMatrices(p), tiles, settings, elementBytes)
  return {
    algorithm: isPointwise(p) ? 'gemm-1x1' : 'im2col',
    className: 'convolution_im2col_gemm',
    create(heap) {
      if (isPointwise(p) && !castsWeights) {
        heap.take(packed)
        return
      }
      const reordered = reorder(p, settings, heap, castsWeights ? elementBytes : 4)
      heap.take(packed)
      heap.give(reordered)
    },
    compute({ workspace }) {
      const columns = workspace.take(image, 'part.im2colTiles')
      if (sums > 0) workspace.give(workspace.take(mats.m3(sums, 1, threads, sumBytes), 'part.sums'))
      workspace.give(columns)
    },
  }
}

/**
 * An inner Gemm layer over the image as a matrix of its own, which it cuts into tiles. The reordered weights stay where
 * light mode is off. 20240410:x86/convolution_x86.cpp, gemm_x86.cpp; 20230223 to 20240410 on x86.
 */
export function layeredGemm(p: ConvProblem, tiles: Tiles, settings: LayerSettings, scratch: Scratch): Executor {
  const { mats, threads, lightMode } = settings
  const { packed, image, sums } = gemmSizes(gemmMatrices(p), tiles, settings, 4)
  const pack = elempack(p.inChannels, settings)
  const positions = p.outWidth * p.outHeight
  const plain = isPointwise(p) && isStride(p, 1) && !isDilated(p)
  const columns = plain ? 0 : mats.m2(positions, (taps(p) * p.inChannels) / pack, 4 * pack)
  return {
    algorithm: isPointwise(p) ? 'gemm-1x1' : 'im2col',
    className: 'Gemm',
    create(heap) {
      const reordered = reorder(p, settings, heap)
      heap.take(packed)
      if (lightMode) heap.give(reordered)
    },
    compute({ workspace, [scratch]: tiled }) {
      const held = columns === 0 ? [] : [workspace.take(columns, 'part.im2colMatrix')]
      const right = tiled.take(image, 'part.im2colTiles')
      if (sums > 0) tiled.give(tiled.take(mats.m3(sums, 1, threads), 'part.sums'))
      tiled.give(right)
      for (const block of held) workspace.give(block)
    },
  }
}

/** Bytes of the weights as tiles, of the image as tiles, and elements of a thread's sums: none with one tile of K. */
export function gemmSizes(size: Matrices, tiles: Tiles, { mats }: Pick<LayerSettings, 'mats'>, elementBytes: number) {
  const ofK = ceilDiv(size.k, tiles.k)
  return {
    packed: mats.m3(tiles.k * tiles.m, ofK, ceilDiv(size.m, tiles.m), elementBytes),
    image: mats.m3(tiles.k * tiles.n, ofK, ceilDiv(size.n, tiles.n), elementBytes),
    sums: size.k > tiles.k ? tiles.n * tiles.m : 0,
  }
}
