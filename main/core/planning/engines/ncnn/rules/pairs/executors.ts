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
import type { BlockedProduct } from './arm64-kernels'
import { type PairBlocks, pairBlocks } from './sizes'

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

/** Takes packed weights, and a copy with rows at multiples of 16 bytes as long as they are packed. */
export function withRestrided(
  p: ConvProblem,
  settings: LayerSettings,
  heap: Allocator,
  packed: number,
  before: () => void = () => {},
): void {
  const scratch = restrided(p, settings)
  const copy = scratch === 0 ? null : heap.take(scratch)
  before()
  heap.take(packed)
  if (copy !== null) heap.give(copy)
}

/** What is there first, and goes when packed weights take its place. */
type Replaced = Executor | undefined

/** The first weights that `replaces` packs, as they are given back. */
function takeFirst(heap: Allocator, replaces: Replaced): () => void {
  const held: Block[] = []
  replaces?.create({
    take(bytes, label) {
      const block = heap.take(bytes, label)
      held.push(block)
      return block
    },
    give(block) {
      held.splice(held.indexOf(block), 1)
      heap.give(block)
    },
  })
  return () => held.forEach((block) => void heap.give(block))
}

export interface ImageGemm {
  readonly blocks?: PairBlocks | undefined
  /** Positions lie in the largest block however few there are. */
  readonly fixed?: boolean
  /** A 1×1 layer is laid out as a matrix too. */
  readonly always?: boolean
  readonly replaces?: Replaced
}

/** The whole image as a matrix, and a copy of it in the order of the kernels. 20220729:x86/convolution_sgemm*.h. */
export function imageGemm(
  p: ConvProblem,
  settings: LayerSettings,
  { blocks: own, fixed = false, always = false, replaces }: ImageGemm = {},
): Executor {
  const { mats, vector, elementBytes } = settings
  const { inPack, outPack } = pairOf(p, settings)
  const { rows, inputs = [inPack], outputs, positions: blocks } = own ?? pairBlocks(inPack, outPack, vector)
  const channels = p.inChannels / inPack
  const positions = p.outWidth * p.outHeight
  const plain = isPointwise(p) && !isDilated(p) && !always
  const columns = plain
    ? isStride(p, 1)
      ? 0
      : mats.m3(p.outWidth, p.outHeight, channels, elementBytes * inPack)
    : mats.m3(positions, taps(p), channels, elementBytes * inPack)
  const used = fixed ? blocks : within(blocks, positions)
  return {
    algorithm: isPointwise(p) ? 'gemm-1x1' : 'im2col',
    className: `convolution_im2col_sgemm${packNames(inPack, outPack)}`,
    create(heap) {
      const [along, down] = [pieces(p.inChannels, inputs), pieces(p.outChannels, outputs)]
      const dropFirst = takeFirst(heap, replaces)
      withRestrided(p, settings, heap, mats.m3(rows * (inputs[0] ?? 1) * taps(p), along, down, elementBytes), dropFirst)
    },
    compute({ workspace }) {
      const matrix = columns === 0 ? null : workspace.take(columns, plain ? 'part.shrunkInput' : 'part.im2colMatrix')
      const ordered = mats.m3((used[0] ?? 1) * taps(p), channels, pieces(positions, used), elementBytes * inPack)
      workspace.give(workspace.take(ordered, 'part.orderedMatrix'))
      if (matrix !== null) workspace.give(matrix)
    },
  }
}

export interface ImageWinograd {
  /** The last cut, where there is nothing to cut, makes a copy on the heap and drops it. 20210720:x86/crop_x86.cpp. */
  readonly cutCopies?: boolean
  readonly blocks?: PairBlocks | undefined
  /** Of an element of transformed weights and images. */
  readonly transformedBytes?: 2 | 4
  /** Positions lie in the largest block however few there are, and products on the heap: ARM64, where nothing is packed. */
  readonly plainArm?: boolean
  readonly replaces?: Replaced
}

/**
 * All tiles of the image are transformed, multiplied and transformed back. 20220729:x86/convolution_3x3*.h,
 * convolution_winograd_*.h, arm/convolution_3x3*.h.
 */
export function imageWinograd(
  p: ConvProblem,
  unit: Unit,
  settings: LayerSettings,
  { cutCopies = false, blocks, transformedBytes = 4, plainArm = false, replaces }: ImageWinograd = {},
): Executor {
  const { mats, vector, elementBytes } = settings
  const { inPack, outPack } = pairOf(p, settings)
  const pair = blocks ?? pairBlocks(inPack, outPack, vector)
  const { positions: own, winogradPositions = own } = pair
  const positions = (unit + 2) ** 2
  const across = roundUp(p.outWidth, unit)
  const down = roundUp(p.outHeight, unit)
  const tiles = ceilDiv(p.outWidth, unit) * ceilDiv(p.outHeight, unit)
  const channels = p.inChannels / inPack
  const used = plainArm ? winogradPositions : within(winogradPositions, tiles)
  const enlarges = across + 2 !== paddedWidth(p) || down + 2 !== paddedHeight(p)
  const plain = inPack === 1 && outPack === 1
  return {
    algorithm: 'winograd',
    unit,
    className: `conv3x3s1_winograd${unit}3${packNames(inPack, outPack)}`,
    create(heap) {
      const dropFirst = takeFirst(heap, replaces)
      const scratch = heap.take(mats.m3(positions, p.inChannels, p.outChannels))
      dropFirst()
      heap.take(mats.m3(pair.rows * p.inChannels, positions, pieces(p.outChannels, pair.outputs), transformedBytes))
      heap.give(scratch)
    },
    compute({ workspace, blobs, heap }) {
      const enlarger = plain ? workspace : blobs
      const enlarged = enlarges
        ? enlarger.take(mats.m3(across + 2, down + 2, channels, elementBytes * inPack), 'part.enlargedInput')
        : null
      const transformed = workspace.take(
        mats.m3(tiles, positions, channels, transformedBytes * inPack),
        'part.transformedInput',
      )
      if (enlarged !== null) enlarger.give(enlarged)
      const ordered = workspace.take(
        mats.m3((used[0] ?? 1) * channels, pieces(tiles, used), positions, transformedBytes * inPack),
        'part.orderedMatrix',
      )
      workspace.give(transformed)
      const holder = plainArm ? heap : workspace
      const products = holder.take(
        mats.m3(tiles, positions, p.outChannels / outPack, transformedBytes * outPack),
        'part.transformedOutput',
      )
      workspace.give(ordered)
      const result = enlargedOutput(p, across, down, settings, workspace)
      if (result !== null) workspace.give(result)
      if (result === null && cutCopies) heap.give(heap.take(outputBytes(p, settings)))
      holder.give(products)
    },
  }
}

/** A product of unpacked 16-bit channels in blocks of inputs. 20211208:arm/convolution_1x1_fp16s.h, convolution_1x1_bf16s.h. */
export function blockedPointwise(
  p: ConvProblem,
  { mats, elementBytes }: LayerSettings,
  { inputs, outputs, positions: blocks }: BlockedProduct,
  replaces: Replaced,
): Executor {
  const [edge = 1] = inputs
  const along = pieces(p.inChannels, inputs)
  const row = 8 * edge
  return {
    algorithm: 'gemm-1x1',
    className: 'conv1x1s1_sgemm',
    create(heap) {
      takeFirst(heap, replaces)()
      heap.take(mats.m3(row, along, pieces(p.outChannels, outputs), elementBytes))
    },
    compute({ workspace }) {
      const ordered = mats.m3(row, along, pieces(p.outWidth * p.outHeight, blocks), elementBytes)
      workspace.give(workspace.take(ordered, 'part.orderedMatrix'))
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
  const bytes = settings.mats.m3(across, down, p.outChannels / outPack, settings.elementBytes * outPack)
  return workspace.take(bytes, 'part.enlargedOutput')
}

/** Weights packed as the channels are; as the file has them where nothing is packed. */
export function packDirect(p: ConvProblem, settings: LayerSettings): Executor {
  const { inPack, outPack } = pairOf(p, settings)
  if (inPack === 1 && outPack === 1) return originalDirect(p)
  return packedDirect(p, settings)
}

/** Packed even where a pack is one channel, as half precision has to be. */
export function packedDirect(p: ConvProblem, settings: LayerSettings): Executor {
  const { mats, elementBytes } = settings
  const { inPack, outPack } = pairOf(p, settings)
  const bytes = mats.m3(taps(p), p.inChannels / inPack, p.outChannels / outPack, elementBytes * inPack * outPack)
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
