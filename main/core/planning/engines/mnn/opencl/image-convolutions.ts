// SPDX-License-Identifier: Apache-2.0
// What image mode runs. Paths are those below source/backend/opencl/execution/image.
import { type ConvProblem, weightElements } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../arithmetic'
import { UNIT } from './convolutions'
import type { GpuExecutor, Piece, Place } from './executor'
import { type Gpu, imageSideOf } from './gpu'
import type { GpuRules } from './gpu-rules'

const PACK = 4
/** Channels of a pixel. */
const CHANNELS = 4

function image(part: Piece['part'], place: Place, width: number, height: number, { elementBytes }: Gpu): Piece {
  return { part, place, bytes: width * height * CHANNELS * elementBytes, image: { width, height } }
}

function staged(elements: number): Piece {
  return { part: 'part.gpuStaging', place: 'own', bytes: elements * FLOAT_BYTES }
}

/** 2.8.1|3.6.1: ConvWinograd.cpp. Weights and bias are images of no pool. */
export function winogradImage(p: ConvProblem, gpu: Gpu): GpuExecutor {
  const { positions, inPacks, outPacks, across, down } = winogradSides(p)
  const weights = image('part.gpuWeights', 'own', inPacks * PACK, outPacks * positions, gpu)
  return {
    algorithm: 'winograd',
    unit: UNIT,
    className: 'ConvWinograd',
    held: [image('part.gpuBias', 'own', outPacks, 1, gpu), weights],
    staging: [staged(outPacks * PACK + inPacks * PACK * outPacks * PACK * positions)],
    workspace: [
      image('part.transformedInput', 'dynamic', inPacks * across, positions * down, gpu),
      image('part.transformedOutput', 'dynamic', positions * across, outPacks * down, gpu),
    ],
  }
}

function winogradSides(p: ConvProblem) {
  return {
    positions: (UNIT + p.kernelHeight - 1) ** 2,
    inPacks: ceilDiv(p.inChannels, PACK),
    outPacks: ceilDiv(p.outChannels, PACK),
    across: ceilDiv(p.outWidth, UNIT),
    down: ceilDiv(p.outHeight, UNIT),
  }
}

/**
 * Why an image cannot run Winograd; null: it does. The last height is worked out of the input channels, although the
 * image has the output’s: so the source has it. `budget`: bytes of the pair under memory low; null: no bound.
 * 2.8.1|3.6.1: ConvWinograd.cpp, valid.
 */
export function winogradImageFailure(p: ConvProblem, gpu: Gpu, budget: number | null): Message | null {
  const { positions, inPacks, across, down } = winogradSides(p)
  const most = imageSideOf(gpu.kind)
  const sides = [inPacks * PACK * across, positions * down, positions * across * PACK, inPacks * down]
  const longest = sides.reduce((a, b) => Math.max(a, b), 0)
  if (longest > most) return { id: 'gpu.winogradSide', side: longest, most }
  const pairBytes = winogradImage(p, gpu).workspace.reduce((sum, { bytes }) => sum + bytes, 0)
  if (budget !== null && gpu.memory === 'low' && pairBytes > budget) {
    return { id: 'gpu.winogradBudget', pairBytes, budget }
  }
  const { inChannels, outChannels } = p
  if (inChannels >= 32 && outChannels >= 32) return null
  const outputs = outChannels * p.outHeight * p.outWidth
  return Math.floor(outputs / (inChannels * p.kernelHeight)) <= 5
    ? null
    : { id: 'gpu.winogradFewChannels', inChannels, outChannels }
}

/** Any other dense layer. 2.8.1|3.6.1: ConvExecution.cpp. Mali reads weights from buffers of no pool. */
export function directImage(p: ConvProblem, { convolutions }: GpuRules, gpu: Gpu): GpuExecutor {
  const window = p.kernelHeight * p.kernelWidth
  const [depth, outPacks] = [roundUp(p.inChannels, PACK), ceilDiv(p.outChannels, PACK)]
  const elements = depth * outPacks * PACK * window
  // 2.8.1 has images as wide as there are input channels.
  const width = convolutions.tiles === 'packs' ? p.inChannels : depth
  const inBuffer = gpu.kind === 'mali'
  const isPointwise = window === 1 && p.padTop === 0 && p.padLeft === 0
  const weights: Piece = inBuffer
    ? { part: 'part.gpuWeights', place: 'own', bytes: elements * gpu.copyBytes }
    : image('part.gpuWeights', 'static', width, outPacks * window, gpu)
  return {
    algorithm: isPointwise ? 'gemm-1x1' : 'direct',
    className: 'ConvExecution',
    held: [imageBias(p, gpu), weights],
    staging: [stagedBias(p), ...(inBuffer && isPointwise ? [] : [staged(p.outChannels * width * window)])],
    workspace: [],
  }
}

/** 2.8.1|3.6.1: DepthwiseConvExecution.cpp. */
export function depthwiseImage(p: ConvProblem, gpu: Gpu): GpuExecutor {
  const window = p.kernelHeight * p.kernelWidth
  const weights = image('part.gpuWeights', 'static', window, ceilDiv(p.outChannels, PACK), gpu)
  return {
    algorithm: 'depthwise',
    className: 'DepthwiseConvExecution',
    held: [imageBias(p, gpu), weights],
    staging: [stagedBias(p), staged(p.outChannels * window)],
    workspace: [],
  }
}

/** A transposed layer. 2.8.1|3.6.1: DeconvExecution.cpp. */
export function transposedImage(p: ConvProblem, gpu: Gpu): GpuExecutor {
  const window = p.kernelHeight * p.kernelWidth
  const weights = image('part.gpuWeights', 'static', p.inChannels, ceilDiv(p.outChannels, PACK) * window, gpu)
  return {
    algorithm: 'direct',
    className: 'DeconvExecution',
    held: [imageBias(p, gpu), weights],
    staging: [stagedBias(p), staged(weightElements(p))],
    workspace: [],
  }
}

export function imageBias({ outChannels }: ConvProblem, gpu: Gpu): Piece {
  return image('part.gpuBias', 'static', ceilDiv(outChannels, PACK), 1, gpu)
}

export function stagedBias({ outChannels }: ConvProblem): Piece {
  return staged(roundUp(outChannels, 8))
}
