// SPDX-License-Identifier: Apache-2.0
// What a build with MNN_LOW_MEMORY runs under memory low where the file stores weights as integers. Paths are those below
// source/backend/opencl/execution.
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { WeightCoding } from '#core/planning/layers/weight-coding'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../arithmetic'
import { biasOf, productColumnMultiple, productRowMultiple } from './convolutions'
import type { GpuExecutor, Piece } from './executor'
import { type Gpu, imageSideOf } from './gpu'
import type { GpuRules } from './gpu-rules'
import { imageBias, stagedBias } from './image-convolutions'
import { piecesOf } from './pieces'
import { bufferBytes, PLAIN_LANES, plainTensor } from './sizes'
import { strassenPieces } from './strassen'

const PACK = 4
/** Output channels of a 1×1 layer are rounded up to as many. */
const ROWS = 8
/** Of a pixel that holds integers. */
const PIXEL_BYTES = 16

/** Whether the rules for integers of so many bits are known: others have kernels of their own. */
export function isKnownCoding({ bits }: WeightCoding): boolean {
  return bits === 4 || bits === 8
}

/** 3.6.1: buffer/ConvBufLowMemoryExecution.cpp. */
export function integerExecutor(p: ConvProblem, coding: WeightCoding, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const { elementBytes, subgroups } = gpu
  const bias = biasOf(p, rules, piecesOf(rules, gpu))
  // Scales, with the minima of asymmetric ones, and one factor for all.
  const scales = scalesOf(p, coding, elementBytes * (coding.asymmetric === true ? 2 : 1), FLOAT_BYTES)
  if (isPointwise(p)) {
    const integers = integersOf(roundUp(p.outChannels, ROWS) * roundUp(p.inChannels, PACK), coding)
    const held = [bias, scales, own('part.gpuWeights', pointwiseBytes(p, coding, gpu) ?? integers)]
    const staging = [own('part.gpuStaging', integers)]
    return { ...pointwise(p, rules, gpu), className: 'ConvBufLowMemoryExecution', held, staging }
  }
  const window = p.kernelHeight * p.kernelWidth
  const columns = (coding.bits === 4 ? 2 : 4) * roundUp(p.inChannels, PACK)
  const weights = {
    ...plainTensor([1, ceilDiv(p.outChannels, PACK) * window, 1, columns], 1),
    ...(subgroups && { lanes: PLAIN_LANES }),
  }
  return {
    algorithm: 'direct',
    className: 'ConvBufLowMemoryExecution',
    held: [bias, scales, { part: 'part.gpuWeights', place: 'static', bytes: bufferBytes(weights, rules.sizes) }],
    staging: [own('part.gpuStaging', integersOf(roundUp(p.outChannels, PACK) * p.inChannels * window, coding))],
    workspace: [],
  }
}

/** Of an image of integers, two or four input channels and eight outputs a pixel; null: it would be too long. */
function pointwiseBytes({ inChannels, outChannels }: ConvProblem, { bits }: WeightCoding, gpu: Gpu): number | null {
  const width = ceilDiv(inChannels, bits === 4 ? PACK : PACK / 2)
  const most = Math.min(16384, imageSideOf(gpu.kind))
  return width <= most && roundUp(outChannels, ROWS) <= most ? width * ceilDiv(outChannels, ROWS) * PIXEL_BYTES : null
}

/**
 * More than 16 pixels are one product between rearranged copies, for which the weights become numbers again: with tuning
 * both ways are tried, so that both are asked for.
 */
function pointwise(
  p: ConvProblem,
  rules: GpuRules,
  gpu: Gpu,
): Pick<GpuExecutor, 'algorithm' | 'workspace' | 'encoding' | 'triesBoth'> {
  const make = piecesOf(rules, gpu)
  const pixels = p.batch * p.outHeight * p.outWidth
  const depth = roundUp(p.inChannels, PACK)
  if (pixels === 1) return { algorithm: 'gemm-1x1', workspace: [] }
  if (pixels <= 16) {
    const rows = roundUp(pixels, PACK)
    return {
      algorithm: 'gemm-1x1',
      workspace: [
        make.of('part.rearrangedInput', 'dynamic', [depth * rows]),
        make.of('part.rearrangedOutput', 'dynamic', [roundUp(p.outChannels, ROWS) * rows]),
      ],
    }
  }
  const rows = roundUp(pixels, productRowMultiple(pixels, (pixels * p.outChannels * p.inChannels) / 2 ** 30))
  const columns = roundUp(p.outChannels, productColumnMultiple(p))
  return {
    algorithm: 'strassen-1x1',
    encoding: { operands: 3, givesBackFirst: false },
    // Without tuning more than 512 pixels are one product, fewer are none.
    ...(pixels <= 512 && { triesBoth: true as const }),
    workspace: [
      make.of('part.unpackedWeight', 'dynamic', [columns * depth]),
      make.of('part.rearrangedOutput', 'dynamic', [columns * rows]),
      make.of('part.rearrangedInput', 'dynamic', [depth * rows]),
      ...strassenPieces(rows, depth, columns, gpu.elementBytes, make),
    ],
  }
}

/** 3.6.1: image/ConvLowMemoryExecution.cpp. Integers lie in buffers of no pool. */
export function integerImage(p: ConvProblem, coding: WeightCoding, gpu: Gpu): GpuExecutor {
  const isWide = isPointwise(p)
  const depth = isWide ? roundUp(p.inChannels, PACK) : p.inChannels
  const elements = roundUp(p.outChannels, PACK) * depth * p.kernelHeight * p.kernelWidth
  const integers = integersOf(elements, coding)
  return {
    algorithm: isWide ? 'gemm-1x1' : 'direct',
    className: 'ConvLowMemoryExecution',
    held: [imageBias(p, gpu), scalesOf(p, coding, 2 * FLOAT_BYTES, 0), own('part.gpuWeights', integers)],
    staging: [stagedBias(p), own('part.gpuStaging', integers)],
    workspace: [],
  }
}

function isPointwise(p: ConvProblem): boolean {
  const isPlain = p.kernelHeight === 1 && p.kernelWidth === 1 && p.strideHeight === 1 && p.strideWidth === 1
  return isPlain && p.padTop === 0 && p.padLeft === 0 && p.dilationHeight === 1 && p.dilationWidth === 1
}

function scalesOf(p: ConvProblem, { blocks }: WeightCoding, bytes: number, more: number): Piece {
  return own('part.gpuScales', blocks * roundUp(p.outChannels, PACK) * bytes + more)
}

function integersOf(elements: number, { bits }: WeightCoding): number {
  return bits === 4 ? Math.floor(elements / 2) : elements
}

function own(part: Piece['part'], bytes: number): Piece {
  return { part, place: 'own', bytes }
}
