// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { firstWithin, pieces } from '../arithmetic'
import type { Executor } from './executor'
import { elempack, type LayerSettings, taps } from './layer'
import { restrided } from './tiled/gemm'

/**
 * Weights in blocks of output by input channels; a block of what is left over takes as much as a whole one. `again`: blocks
 * of input channels by which they are packed once more, in place of what was packed.
 */
export function blockedDirect(
  p: ConvProblem,
  blocks: readonly number[],
  settings: LayerSettings,
  again: readonly number[] = blocks,
): Executor {
  return direct('convolution_packed', (heap) => {
    const packed = heap.take(blockedBytes(p, blocks, blocks, settings))
    if (again === blocks) return
    heap.give(packed)
    heap.take(blockedBytes(p, again, blocks, settings))
  })
}

function blockedBytes(
  p: ConvProblem,
  inBlocks: readonly number[],
  outBlocks: readonly number[],
  { mats, elementBytes }: LayerSettings,
): number {
  const [inBlock, outBlock] = [firstWithin(p.inChannels, inBlocks), firstWithin(p.outChannels, outBlocks)]
  const upTo = (most: number, sizes: readonly number[]) => sizes.filter((size) => size <= most)
  return mats.m3(
    outBlock * inBlock * taps(p),
    pieces(p.inChannels, upTo(inBlock, inBlocks)),
    pieces(p.outChannels, upTo(outBlock, outBlocks)),
    elementBytes,
  )
}

/** A kernel written for one pair of packs and one window, its weights packed as the channels are. */
export function handWrittenDirect(p: ConvProblem, settings: LayerSettings): Executor {
  const { mats, elementBytes } = settings
  const [inPack, outPack] = [elempack(p.inChannels, settings), elempack(p.outChannels, settings)]
  const bytes = mats.m3(taps(p), p.inChannels / inPack, p.outChannels / outPack, elementBytes * inPack * outPack)
  return direct(className(p, inPack, outPack), (heap) => {
    const scratch = restrided(p, settings)
    const copy = scratch === 0 ? null : heap.take(scratch)
    heap.take(bytes)
    if (copy !== null) heap.give(copy)
  })
}

/** Computes with the weights as the file has them. */
export function originalDirect(p: ConvProblem): Executor {
  return { ...direct(className(p, 1, 1), () => {}), usesOriginal: true }
}

export function className(
  { kernelHeight, kernelWidth, strideHeight }: ConvProblem,
  inPack: number,
  outPack: number,
): string {
  const packs = inPack === 1 && outPack === 1 ? '' : `_pack${inPack === outPack ? inPack : `${inPack}to${outPack}`}`
  return `conv${kernelHeight}x${kernelWidth}s${strideHeight}${packs}`
}

export function direct(name: string, create: Executor['create']): Executor {
  return { algorithm: 'direct', className: name, create, compute: () => {} }
}
