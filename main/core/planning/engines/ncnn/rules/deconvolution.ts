// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, chosenOption, selection } from '#core/planning/selection/option'
import type { Allocator, Block, RunMemory } from '../memory/allocator'
import { blockedDirect } from './direct'
import type { Executor, Originals, Selection } from './executor'
import { createGroups, packWithin } from './groups'
import { elempack, imageBytes, isDilated, isKernel, isStride, type LayerSettings, outputBytes, taps } from './layer'
import { firstOf, step } from './steps'
import { gemmSizes, restrided } from './tiled/gemm'
import { gemmLayerTiles, type Matrices } from './tiled/tiles'

/** By what releases differ about transposed convolutions. */
export interface DeconvolutionRules {
  /**
   * 'plain': the original weights, on channels that are not packed; 'packed': computed directly; 'gemm': one product of
   * matrices, which yields all kernel taps of the image, unless sgemm is off.
   */
  readonly way: 'plain' | 'packed' | 'gemm'
  /** What the product takes its tiles from: the allocator of its output, or the workspace. */
  readonly tiles: 'withOutput' | 'workspace'
  /** How x86 packs weights that it computes with directly: as the channels are packed, or in blocks as a convolution's. */
  readonly direct: 'packs' | 'blocks'
  /** What the product's positions are a multiple of under AVX-512; 4 elsewhere. */
  readonly nStep: 4 | 16
  /** Depthwise ones keep their original weights in light mode too. */
  readonly keepsDepthwise?: true
}

/** How a release runs a transposed convolution. */
export function selectDeconvolution(
  p: ConvProblem,
  settings: LayerSettings,
  rules: DeconvolutionRules,
  originals: Originals,
): Selection {
  if (rules.way === 'plain')
    return selection([choose(plainDeconvolution(p, settings), () => ({ id: 'ncnn.deconvolutionPlain' }))])
  if (p.depthwise)
    return selection([
      choose(depthwiseDeconvolution(p, settings, rules), () => ({ id: 'ncnn.deconvolutionDepthwise' })),
    ])
  if (p.group > 1) return selectGroups(p, settings, rules, originals)
  const direct = directDeconvolution(p, settings, rules)
  if (rules.way === 'packed') return selection([choose(direct, () => ({ id: 'ncnn.deconvolutionDirect' }))])
  // fp16 storage without its arithmetic. 20260526:arm/deconvolution_arm_asimdhp.cpp, create_pipeline_fp16s; no bf16 either.
  const noProduct = settings.elementBytes === 2 && !settings.copiesBias
  const product = productDeconvolution(p, settings, rules)
  return firstOf([
    step(product, settings.sgemm && !noProduct, () =>
      noProduct
        ? { id: 'ncnn.deconvolutionStored' }
        : settings.sgemm
          ? { id: 'ncnn.deconvolutionGemm', inBlobs: !isCut(p) }
          : { id: 'ncnn.deconvolutionSgemmOff' },
    ),
    step(direct, true, () => ({ id: 'ncnn.deconvolutionDirect' })),
  ])
}

/** A transposed convolution of its own for every group, one after the other. 20260526:x86/deconvolutiondepthwise_x86.cpp. */
function selectGroups(
  p: ConvProblem,
  settings: LayerSettings,
  rules: DeconvolutionRules,
  originals: Originals,
): Selection {
  const group: ConvProblem = {
    ...p,
    ...{ padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, group: 1 },
    inChannels: p.inChannels / p.group,
    outChannels: p.outChannels / p.group,
    outWidth: uncutWidth(p),
    outHeight: uncutHeight(p),
  }
  const winner = chosenOption(selectDeconvolution(group, settings, rules, originals).options)
  const inner = winner.executor
  if (inner === null) throw new Error('a chosen option has an executor')
  const executor = groupedDeconvolution(p, group, inner, originals, settings)
  return selection([choose(executor, () => ({ id: 'ncnn.groups', groups: p.group, reason: winner.reason() }))])
}

function groupedDeconvolution(
  p: ConvProblem,
  group: ConvProblem,
  inner: Executor,
  originals: Originals,
  settings: LayerSettings,
): Executor {
  const { mats, elementBytes } = settings
  const [inPack, outPack] = [packWithin(p.inChannels, p.group, settings), packWithin(p.outChannels, p.group, settings)]
  const images = (width: number, height: number, channels: number, pack: number) =>
    mats.m3(width, height, channels / pack, elementBytes * pack)
  return {
    algorithm: 'grouped',
    className: 'DeconvolutionDepthWise',
    inner: { executor: inner, groups: p.group },
    create: (heap) => createGroups(p.group, group, inner, originals, settings, heap),
    compute: () => {},
    forward(memory) {
      const { workspace, blobs } = memory
      const from = isCut(p) ? workspace : blobs
      const uncut = from.take(uncutBytes(p, settings), 'part.uncutOutput')
      const input =
        inPack === null
          ? null
          : workspace.take(images(p.inWidth, p.inHeight, p.inChannels, inPack), 'part.unpackedInput')
      const plain =
        outPack === null
          ? null
          : workspace.take(images(uncutWidth(p), uncutHeight(p), p.outChannels, outPack), 'part.unpackedOutput')
      for (let index = 0; index < p.group; index++) {
        inner.compute({ ...memory, blobs: plain === null ? from : workspace })
      }
      const output = isCut(p) ? cutOutput(p, uncut, plain !== null, settings, memory) : uncut
      if (plain !== null) workspace.give(plain)
      if (input !== null) workspace.give(input)
      return output
    },
  }
}

/** `repacks`: the uncut image is packed again first, among the blobs. */
function cutOutput(
  p: ConvProblem,
  uncut: Block,
  repacks: boolean,
  settings: LayerSettings,
  { workspace, blobs }: RunMemory,
): Block {
  if (!repacks) {
    const output = blobs.take(outputBytes(p, settings))
    workspace.give(uncut)
    return output
  }
  workspace.give(uncut)
  const packed = blobs.take(uncutBytes(p, settings))
  const output = blobs.take(outputBytes(p, settings))
  blobs.give(packed)
  return output
}

/** Whether a border is cut from what is computed. */
function isCut({ padTop, padLeft, padBottom, padRight }: ConvProblem): boolean {
  return padTop > 0 || padLeft > 0 || padBottom > 0 || padRight > 0
}

function uncutWidth({ outWidth, padLeft, padRight }: ConvProblem): number {
  return outWidth + padLeft + padRight
}

function uncutHeight({ outHeight, padTop, padBottom }: ConvProblem): number {
  return outHeight + padTop + padBottom
}

function uncutBytes(p: ConvProblem, settings: LayerSettings): number {
  return imageBytes(uncutWidth(p), uncutHeight(p), p.outChannels, settings)
}

/**
 * Computes into an image with its border, which is workspace where one is cut off and else the output; what it takes beside it
 * lies there too. 20260526:deconvolution.cpp,
 * x86/deconvolution_x86.cpp, forward; the same since 20220701.
 */
function intoUncut(p: ConvProblem, settings: LayerSettings, compute: (memory: RunMemory) => void) {
  return (memory: RunMemory): Block => {
    const { workspace, blobs } = memory
    if (!isCut(p)) {
      const output = blobs.take(outputBytes(p, settings))
      compute(memory)
      return output
    }
    const uncut = workspace.take(uncutBytes(p, settings), 'part.uncutOutput')
    compute({ ...memory, blobs: workspace })
    const output = blobs.take(outputBytes(p, settings))
    workspace.give(uncut)
    return output
  }
}

/** Weights turned around, for as long as they are packed. */
function turned(p: ConvProblem, settings: LayerSettings, heap: Allocator): Block[] {
  const copies = [heap.take(settings.mats.m1((p.inChannels / p.group) * p.outChannels * taps(p)))]
  const padded = p.depthwise ? 0 : restrided(p, settings)
  return padded === 0 ? copies : [...copies, heap.take(padded)]
}

/** 20210720:deconvolution.cpp, deconvolutiondepthwise.cpp: what the output is longer by is a copy of its own. */
function plainDeconvolution(p: ConvProblem, given: LayerSettings): Executor {
  const settings = { ...given, packing: false }
  const extra = [
    p.outWidth + p.padLeft + p.padRight - ((p.inWidth - 1) * p.strideWidth + p.dilationWidth * (p.kernelWidth - 1) + 1),
    p.outHeight +
      p.padTop +
      p.padBottom -
      ((p.inHeight - 1) * p.strideHeight + p.dilationHeight * (p.kernelHeight - 1) + 1),
  ] as const
  const isLonger = extra.some((size) => size > 0)
  const [width, height] = [
    p.outWidth + p.padLeft + p.padRight - extra[0],
    p.outHeight + p.padTop + p.padBottom - extra[1],
  ]
  return {
    algorithm: p.depthwise ? 'depthwise' : 'direct',
    className: p.group === 1 ? 'Deconvolution' : 'DeconvolutionDepthWise',
    usesOriginal: true,
    create: () => {},
    compute: () => {},
    forward({ workspace, blobs }) {
      const from = isCut(p) ? workspace : blobs
      const covered = from.take(imageBytes(width, height, p.outChannels, settings), 'part.uncutOutput')
      const longer = isLonger && isCut(p) ? workspace.take(uncutBytes(p, settings), 'part.uncutOutput') : null
      if (!isCut(p) && !isLonger) return covered
      const output = blobs.take(outputBytes(p, settings))
      if (longer !== null) workspace.give(longer)
      from.give(covered)
      return output
    },
  }
}

/** One for each channel. 20260526:x86/deconvolutiondepthwise_x86.cpp, arm/deconvolutiondepthwise_arm.cpp. */
function depthwiseDeconvolution(p: ConvProblem, settings: LayerSettings, rules: DeconvolutionRules): Executor {
  const { mats, elementBytes } = settings
  const pack = elempack(p.group, settings)
  const packed =
    pack > 1 ? mats.m2(taps(p), p.group / pack, elementBytes * pack) : mats.m1(taps(p) * p.group, elementBytes)
  return {
    algorithm: 'depthwise',
    usesOriginal: rules.keepsDepthwise === true,
    className: 'DeconvolutionDepthWise',
    create(heap) {
      const scratch = turned(p, settings, heap)
      const staysTurned = pack === 1 && elementBytes === 4
      if (staysTurned) return
      heap.take(packed)
      for (const block of scratch) heap.give(block)
    },
    compute: () => {},
    forward: intoUncut(p, settings, () => {}),
  }
}

/** 20260526:x86/deconvolution_packed.h; packs: 20220701:x86/deconvolution_x86.cpp, 20260526:arm/deconvolution_arm.cpp. */
function directDeconvolution(p: ConvProblem, settings: LayerSettings, { direct }: DeconvolutionRules): Executor {
  const { mats, elementBytes, vector } = settings
  const isX86 = !settings.isa.startsWith('arm')
  const [inPack, outPack] = [elempack(p.inChannels, settings), elempack(p.outChannels, settings)]
  const unpacked = inPack === 1 && outPack === 1
  const inBlocks = isX86 && direct === 'blocks'
  const blocks = [16, 8, 4, 2, 1].filter((size) => size <= vector)
  const bytes = mats.m3(taps(p), p.inChannels / inPack, p.outChannels / outPack, elementBytes * inPack * outPack)
  const own = !isX86 && unpacked && elementBytes === 4 && hasOwnWindow(p)
  return {
    algorithm: 'direct',
    className: 'Deconvolution',
    usesOriginal: own,
    create(heap) {
      const scratch = turned(p, settings, heap)
      if (inBlocks) blockedDirect(p, blocks, settings).create(heap)
      else if (!own) heap.take(bytes)
      for (const block of scratch) heap.give(block)
    },
    compute: () => {},
    forward: intoUncut(p, settings, () => {}),
  }
}

/** Windows of unpacked channels that ARM computes with the original weights. 20260526:arm/deconvolution_arm.cpp, create_pipeline. */
function hasOwnWindow(p: ConvProblem): boolean {
  const strided = isStride(p, 1) || isStride(p, 2)
  return (isKernel(p, 3) || isKernel(p, 4)) && strided && !isDilated(p)
}

/**
 * An inner Gemm layer, its output all kernel taps of all positions of the image. 20260526:x86/deconvolution_x86.cpp,
 * gemm_x86.cpp, arm/deconvolution_arm.cpp, arm/gemm_arm_asimdhp.cpp.
 */
function productDeconvolution(p: ConvProblem, settings: LayerSettings, rules: DeconvolutionRules): Executor {
  const { mats, threads, elementBytes, vector, cores, l2Bytes, lightMode } = settings
  const size: Matrices = { m: taps(p) * p.outChannels, k: p.inChannels, n: p.inWidth * p.inHeight }
  const nStep = vector === 16 ? rules.nStep : 4
  const tiles = gemmLayerTiles(size, l2Bytes, { vector, nStep, threads, cores, l2Elements: 0 }, elementBytes)
  const { packed, image, sums } = gemmSizes(size, tiles, settings, elementBytes)
  const pack = elempack(p.outChannels, settings)
  const columns = mats.m2(size.n, size.m / pack, elementBytes * pack)
  const compute = ({ workspace, blobs }: RunMemory) => {
    const products = blobs.take(columns, 'part.tapProducts')
    const tiled = rules.tiles === 'workspace' ? workspace : blobs
    const right = tiled.take(image, 'part.rightTiles')
    if (sums > 0) tiled.give(tiled.take(mats.m3(sums, 1, threads, elementBytes), 'part.sums'))
    tiled.give(right)
    blobs.give(products)
  }
  return {
    algorithm: 'col2im',
    className: 'Deconvolution, Gemm',
    create(heap) {
      const padded = restrided(p, settings)
      const scratch = padded === 0 ? null : heap.take(padded)
      const reordered = heap.take(mats.m2(size.m, size.k))
      if (scratch !== null) heap.give(scratch)
      heap.take(packed)
      if (lightMode) heap.give(reordered)
    },
    compute,
    forward: intoUncut(p, settings, compute),
  }
}
