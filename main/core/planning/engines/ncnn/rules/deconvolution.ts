// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, selection } from '#core/planning/selection/option'
import type { Allocator, Block, RunMemory } from '../memory/allocator'
import { blockedDirect } from './direct'
import type { Executor, Selection } from './executor'
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
}

/** How a release runs a transposed convolution with one group, or one for each channel. */
export function selectDeconvolution(p: ConvProblem, settings: LayerSettings, rules: DeconvolutionRules): Selection {
  if (rules.way === 'plain')
    return selection([choose(plainDeconvolution(p, settings), () => ({ id: 'ncnn.deconvolutionPlain' }))])
  if (p.depthwise)
    return selection([choose(depthwiseDeconvolution(p, settings), () => ({ id: 'ncnn.deconvolutionDepthwise' }))])
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

/** Whether a border is cut from what is computed. */
function isCut({ padTop, padLeft, padBottom, padRight }: ConvProblem): boolean {
  return padTop > 0 || padLeft > 0 || padBottom > 0 || padRight > 0
}

function uncutBytes(p: ConvProblem, settings: LayerSettings): number {
  const [width, height] = [p.outWidth + p.padLeft + p.padRight, p.outHeight + p.padTop + p.padBottom]
  return imageBytes(width, height, p.outChannels, settings)
}

/**
 * Computes into an image with its border, which is workspace where one is cut off and else the output. 20260526:deconvolution.cpp,
 * x86/deconvolution_x86.cpp, forward; the same since 20220701.
 */
function intoUncut(p: ConvProblem, settings: LayerSettings, compute: (from: Allocator, memory: RunMemory) => void) {
  return (memory: RunMemory): Block => {
    const { workspace, blobs } = memory
    if (!isCut(p)) {
      const output = blobs.take(outputBytes(p, settings))
      compute(blobs, memory)
      return output
    }
    const uncut = workspace.take(uncutBytes(p, settings), 'part.uncutOutput')
    compute(workspace, memory)
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
    unpacked: true,
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
function depthwiseDeconvolution(p: ConvProblem, settings: LayerSettings): Executor {
  const { mats, elementBytes } = settings
  const pack = elempack(p.group, settings)
  const packed =
    pack > 1 ? mats.m2(taps(p), p.group / pack, elementBytes * pack) : mats.m1(taps(p) * p.group, elementBytes)
  return {
    algorithm: 'depthwise',
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
    compute: () => {},
    forward: intoUncut(p, settings, (from, { workspace }) => {
      const products = from.take(columns, 'part.tapProducts')
      const tiled = rules.tiles === 'workspace' ? workspace : from
      const right = tiled.take(image, 'part.rightTiles')
      if (sums > 0) tiled.give(tiled.take(mats.m3(sums, 1, threads, elementBytes), 'part.sums'))
      tiled.give(right)
      from.give(products)
    }),
  }
}
