// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, pieces, roundUp } from '../../arithmetic'
import type { Allocator, Block } from '../../memory/allocator'
import { direct, className as directName, originalDirect } from '../direct'
import type { Executor } from '../executor'
import {
  elempack,
  isDilated,
  isKernel,
  isStride,
  type LayerSettings,
  outputBytes,
  paddedHeight,
  paddedWidth,
  taps,
  type Unit,
} from '../layer'
import { isPointwise, restrided } from '../tiled/gemm'
import { pairBlocks } from './sizes'

interface Pair {
  readonly inPack: number
  readonly outPack: number
}

export function pairOf(p: ConvProblem, settings: LayerSettings): Pair {
  return { inPack: elempack(p.inChannels, settings), outPack: elempack(p.outChannels, settings) }
}

/** From the first block that is not above `length` on. */
function within(blocks: readonly number[], length: number): readonly number[] {
  const first = blocks.findIndex((size) => size <= length)
  return blocks.slice(first)
}

export function withRestrided(p: ConvProblem, settings: LayerSettings, heap: Allocator, packed: number): void {
  const scratch = restrided(p, settings)
  const copy = scratch === 0 ? null : heap.take(scratch)
  heap.take(packed)
  if (copy !== null) heap.give(copy)
}

/** The whole image as a matrix, and a copy of it in the order of the kernels. 20220729:x86/convolution_sgemm*.h. */
export function imageGemm(p: ConvProblem, settings: LayerSettings): Executor {
  const { mats, vector } = settings
  const { inPack, outPack } = pairOf(p, settings)
  const { rows, outputs, positions: blocks } = pairBlocks(inPack, outPack, vector)
  const channels = p.inChannels / inPack
  const positions = p.outWidth * p.outHeight
  const plain = isPointwise(p) && !isDilated(p)
  const columns = plain
    ? isStride(p, 1)
      ? 0
      : mats.m3(p.outWidth, p.outHeight, channels, 4 * inPack)
    : mats.m3(positions, taps(p), channels, 4 * inPack)
  const used = within(blocks, positions)
  return {
    algorithm: isPointwise(p) ? 'gemm-1x1' : 'im2col',
    className: `convolution_im2col_sgemm${packNames(inPack, outPack)}`,
    create(heap) {
      withRestrided(p, settings, heap, mats.m3(rows * inPack * taps(p), channels, pieces(p.outChannels, outputs)))
    },
    compute({ workspace }) {
      const matrix = columns === 0 ? null : workspace.take(columns, plain ? 'part.shrunkInput' : 'part.im2colMatrix')
      const ordered = mats.m3((used[0] ?? 1) * taps(p), channels, pieces(positions, used), 4 * inPack)
      workspace.give(workspace.take(ordered, 'part.orderedMatrix'))
      if (matrix !== null) workspace.give(matrix)
    },
  }
}

/**
 * All tiles of the image are transformed, multiplied and transformed back. `cutCopies`: the last cut, where there is
 * nothing to cut, makes a copy on the heap and drops it, as 20210720:x86/crop_x86.cpp does. Rules:
 * 20220729:x86/convolution_3x3*.h, convolution_winograd_*.h.
 */
export function imageWinograd(p: ConvProblem, unit: Unit, settings: LayerSettings, cutCopies = false): Executor {
  const { mats, vector } = settings
  const { inPack, outPack } = pairOf(p, settings)
  const { positions: own, winogradPositions = own } = pairBlocks(inPack, outPack, vector)
  const positions = (unit + 2) ** 2
  const across = roundUp(p.outWidth, unit)
  const down = roundUp(p.outHeight, unit)
  const tiles = ceilDiv(p.outWidth, unit) * ceilDiv(p.outHeight, unit)
  const channels = p.inChannels / inPack
  const used = within(winogradPositions, tiles)
  const enlarges = across + 2 !== paddedWidth(p) || down + 2 !== paddedHeight(p)
  const plain = inPack === 1 && outPack === 1
  return {
    algorithm: 'winograd',
    unit,
    className: `conv3x3s1_winograd${unit}3${packNames(inPack, outPack)}`,
    create(heap) {
      const scratch = heap.take(mats.m3(positions, p.inChannels, p.outChannels))
      heap.take(packedWinograd(p, unit, settings))
      heap.give(scratch)
    },
    compute({ workspace, blobs, heap }) {
      const enlarger = plain ? workspace : blobs
      const enlarged = enlarges
        ? enlarger.take(mats.m3(across + 2, down + 2, channels, 4 * inPack), 'part.enlargedInput')
        : null
      const transformed = workspace.take(mats.m3(tiles, positions, channels, 4 * inPack), 'part.transformedInput')
      if (enlarged !== null) enlarger.give(enlarged)
      const ordered = workspace.take(
        mats.m3((used[0] ?? 1) * channels, pieces(tiles, used), positions, 4 * inPack),
        'part.orderedMatrix',
      )
      workspace.give(transformed)
      const products = workspace.take(
        mats.m3(tiles, positions, p.outChannels / outPack, 4 * outPack),
        'part.transformedOutput',
      )
      workspace.give(ordered)
      const result = enlargedOutput(p, across, down, settings, workspace)
      if (result !== null) workspace.give(result)
      if (result === null && cutCopies) heap.give(heap.take(outputBytes(p, settings)))
      workspace.give(products)
    },
  }
}

/** An output of whole tiles, where that is not the layer's own. */
export function enlargedOutput(
  p: ConvProblem,
  across: number,
  down: number,
  settings: LayerSettings,
  workspace: Allocator,
): Block | null {
  if (across === p.outWidth && down === p.outHeight) return null
  const { outPack } = pairOf(p, settings)
  return workspace.take(settings.mats.m3(across, down, p.outChannels / outPack, 4 * outPack), 'part.enlargedOutput')
}

function packedWinograd(p: ConvProblem, unit: Unit, settings: LayerSettings): number {
  const { mats, vector } = settings
  const { inPack, outPack } = pairOf(p, settings)
  const positions = (unit + 2) ** 2
  if (inPack === outPack && inPack > 1) {
    return mats.m3(p.inChannels / inPack, positions, p.outChannels / outPack, 4 * inPack * outPack)
  }
  const { rows, outputs } = pairBlocks(inPack, outPack, vector)
  return mats.m3(rows * p.inChannels, positions, pieces(p.outChannels, outputs))
}

/** Weights packed as the channels are; as the file has them where nothing is packed. */
export function packDirect(p: ConvProblem, settings: LayerSettings): Executor {
  const { inPack, outPack } = pairOf(p, settings)
  if (inPack === 1 && outPack === 1) return originalDirect(p)
  const bytes = settings.mats.m3(taps(p), p.inChannels / inPack, p.outChannels / outPack, 4 * inPack * outPack)
  return direct(directName(p, inPack, outPack), (heap) => withRestrided(p, settings, heap, bytes))
}

export function packNames(inPack: number, outPack: number): string {
  if (inPack === 1 && outPack === 1) return ''
  return inPack === outPack ? `_pack${inPack}` : `_pack${inPack}to${outPack}`
}

/** A square window without dilation. */
export function isPlainWindow(p: ConvProblem, kernel: number, strides: readonly number[]): boolean {
  return isKernel(p, kernel) && !isDilated(p) && strides.some((stride) => isStride(p, stride))
}
