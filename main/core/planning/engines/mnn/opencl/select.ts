// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, type Option, reject, rule, type Selection, selection } from '#core/planning/selection/option'
import type { Layer } from '#core/planning/selection/rules'
import type { Message } from '#messages/message'
import {
  depthwiseExecutor,
  directExecutor,
  mayBeProduct,
  pointwiseExecutor,
  productExecutor,
  transposedExecutor,
  winogradElements,
  winogradExecutor,
} from './convolutions'
import type { GpuExecutor } from './executor'
import type { Gpu } from './gpu'
import type { GpuRules, WinogradLimit } from './gpu-rules'
import { depthwiseImage, directImage, transposedImage, winogradImage, winogradImageFailure } from './image-convolutions'
import { integerExecutor, integerImage, isKnownCoding } from './integer-convolutions'
import { hasLanes, subgroupConvolution, subgroupDepthwise, subgroupWinograd } from './subgroup-convolutions'

/** What the rules for layers look at. */
export interface GpuSettings {
  readonly gpu: Gpu
  readonly rules: GpuRules
}

type Options = Option<GpuExecutor>[]

/** Whether the layer’s integers stay so on the GPU. */
export function keepsIntegers(
  { problem, coding }: Pick<Layer, 'problem' | 'coding'>,
  { rules, gpu }: GpuSettings,
): boolean {
  return coding !== undefined && !problem.depthwise && gpu.memory === 'low' && rules.integers !== 'expanded'
}

/** Which executor a layer gets. 2.8.1|3.6.1: ConvBufExecution.cpp and ConvExecution.cpp, their creators. */
export function selectForGpu(layer: Layer, settings: GpuSettings): Selection<GpuExecutor> {
  const { problem: p, coding } = layer
  const { gpu, rules } = settings
  const inBuffers = gpu.storage === 'buffer'
  if (layer.kind === 'transposed-convolution') {
    const executor = inBuffers ? transposedExecutor(p, rules, gpu) : transposedImage(p, gpu)
    return selection([choose(executor, () => ({ id: 'gpu.transposed' }))])
  }
  if (p.depthwise) {
    const executor = inBuffers ? depthwiseBuffer(p, rules, gpu) : depthwiseImage(p, gpu)
    return selection([choose(executor, () => ({ id: 'gpu.depthwise' }))])
  }
  if (coding !== undefined && rules.integers === 'kept' && keepsIntegers(layer, settings) && isKnownCoding(coding)) {
    const executor = inBuffers ? integerExecutor(p, coding, rules, gpu) : integerImage(p, coding, gpu)
    return selection([choose(executor, () => ({ id: 'gpu.integers', bits: coding.bits }))])
  }
  return selection(inBuffers ? bufferOptions(p, rules, gpu) : imageOptions(p, rules, gpu))
}

function depthwiseBuffer(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  return gpu.subgroups && hasLanes(p) ? subgroupDepthwise(p, rules, gpu) : depthwiseExecutor(p, rules, gpu)
}

function bufferOptions(p: ConvProblem, rules: GpuRules, gpu: Gpu): Options {
  const winograd = bufferWinograd(p, rules, gpu)
  const lanes = gpu.subgroups && hasLanes(p) ? subgroupConvolution(p, rules, gpu) : null
  if (winograd.chosen) {
    return [winograd, reject(lanes ?? directExecutor(p, rules, gpu), () => ({ id: 'gpu.winogradFirst' }))]
  }
  if (lanes !== null) return [winograd, choose(lanes, () => ({ id: 'gpu.subgroups' }))]
  const failure = pointwiseFailure(p, rules)
  if (failure === null) return [winograd, ...pointwiseOptions(p, rules, gpu)]
  return [
    winograd,
    rule('gemm-1x1', () => failure),
    choose(directExecutor(p, rules, gpu), () => ({ id: 'gpu.direct' })),
  ]
}

/** Why a layer is not taken for a 1×1 one; null: it is. */
function pointwiseFailure(p: ConvProblem, { convolutions }: GpuRules): Message | null {
  const isPlain = p.kernelHeight === 1 && p.kernelWidth === 1 && p.padTop === 0 && p.padLeft === 0
  if (!isPlain || p.strideHeight !== 1 || p.strideWidth !== 1) return { id: 'gpu.notPointwise' }
  return convolutions.tiles === 'bySize' || p.inWidth >= 4 ? null : { id: 'gpu.pointwiseNarrow', width: p.inWidth }
}

/** From so many multiplications on a 1×1 layer is one product: 512 × 512 × 256. */
const LEAST_PRODUCT = 2 ** 26
const LEAST_ROWS = 128

function pointwiseOptions(p: ConvProblem, rules: GpuRules, gpu: Gpu): Options {
  const own = pointwiseExecutor(p, rules, gpu)
  const { products } = rules.convolutions
  if (products === null) return [choose(own, () => ({ id: 'gpu.pointwise' }))]
  const { inChannels, outChannels } = p
  const rows = p.batch * p.outHeight * p.outWidth
  const product = productExecutor(p, products, rules, gpu)
  if (!mayBeProduct(p)) {
    return [
      rule('strassen-1x1', () => ({ id: 'gpu.productChannels', inChannels, outChannels })),
      choose(own, () => ({ id: 'gpu.pointwise' })),
    ]
  }
  const figures = { rows, multiplications: rows * inChannels * outChannels }
  if (rows < LEAST_ROWS || figures.multiplications < LEAST_PRODUCT) {
    return [
      reject(product, () => ({ id: 'gpu.productSmall', ...figures })),
      choose(own, () => ({ id: 'gpu.pointwise' })),
    ]
  }
  if (products.evenOnly && isUneven(rows, inChannels, outChannels)) {
    return [
      reject(product, () => ({ id: 'gpu.productUneven', rows, inChannels, outChannels })),
      choose(own, () => ({ id: 'gpu.pointwise' })),
    ]
  }
  return [choose(product, () => ({ id: 'gpu.product', ...figures })), reject(own, () => ({ id: 'gpu.productFirst' }))]
}

/** 2.9.5: ConvBufExecution.cpp, onResize. */
function isUneven(rows: number, depth: number, columns: number): boolean {
  return (rows * columns) / depth ** 2 > 100 || (rows * depth) / columns ** 2 > 100
}

/** From here on elements of a buffer are no longer counted. */
const MOST_ELEMENTS = 2 ** 31 - 1
/** Bytes that the workspace pair of one layer may take under memory low. 3.6.1 with #4783: OpenCLRunningUtils.hpp. */
const PAIR_BUDGET = 256 * 2 ** 20

function bufferWinograd(p: ConvProblem, rules: GpuRules, gpu: Gpu): Option<GpuExecutor> {
  const form = winogradForm(p)
  if (form !== null) return rule('winograd', () => form)
  const executor = gpu.subgroups ? subgroupWinograd(p, rules, gpu) : winogradExecutor(p, rules, gpu)
  if (gpu.kind === 'intel') {
    const pixels = p.inWidth * p.inHeight
    const told = (): Message => ({ id: 'gpu.winogradIntel', pixels, taken: pixels <= 4096 })
    return pixels <= 4096 ? choose(executor, told) : reject(executor, told)
  }
  const { winograd } = rules.convolutions
  const told = (taken: boolean) => (): Message => {
    const { inChannels, outChannels, inWidth: width, inHeight: height } = p
    const id = winograd === 'smallMaps' ? 'gpu.winogradSmall' : 'gpu.winogradShape'
    return { id, inChannels, outChannels, width, height, taken }
  }
  if (!hasWinogradShape(p, winograd)) return reject(executor, told(false))
  const over = winograd === 'budget' ? overBudget(p, rules, gpu, executor) : null
  return over === null ? choose(executor, told(true)) : reject(executor, () => over)
}

/** Why a layer is none of those with Winograd; null: it may be. */
function winogradForm(p: ConvProblem): Message | null {
  const isPlain = p.kernelHeight === 3 && p.kernelWidth === 3 && p.strideHeight === 1 && p.strideWidth === 1
  return isPlain && p.dilationHeight === 1 && p.dilationWidth === 1 ? null : { id: 'gpu.winogradForm', kernels: '3×3' }
}

/** 2.8.1|3.6.1: ConvBufWinograd.cpp, valid. */
function hasWinogradShape({ inChannels: ic, outChannels: oc, inWidth, inHeight }: ConvProblem, limit: WinogradLimit) {
  if (limit === 'smallMaps') {
    return oc <= 512 && ic >= 32 && ic <= (oc <= 64 ? 1024 : 512) && inWidth <= 32 && inHeight <= 32
  }
  return (ic >= 32 && oc >= 32 && inWidth < oc) || (limit !== 'narrowMaps' && ic >= 64 && oc >= 64)
}

/** 3.6.1 with #4783: ConvBufWinograd.cpp, valid. */
function overBudget(p: ConvProblem, rules: GpuRules, gpu: Gpu, { workspace }: GpuExecutor): Message | null {
  const { inElements, outElements } = winogradElements(p, rules)
  const pairBytes = workspace.reduce((sum, { bytes }) => sum + bytes, 0)
  if (Math.max(inElements, outElements) > MOST_ELEMENTS) return { id: 'gpu.winogradUncounted', pairBytes }
  return gpu.memory === 'low' && pairBytes > PAIR_BUDGET
    ? { id: 'gpu.winogradBudget', pairBytes, budget: PAIR_BUDGET }
    : null
}

function imageOptions(p: ConvProblem, rules: GpuRules, gpu: Gpu): Options {
  const direct = directImage(p, rules, gpu)
  const { kernelHeight: kernel } = p
  const isPlain = p.strideHeight === 1 && p.strideWidth === 1 && p.dilationHeight === 1 && p.dilationWidth === 1
  if (!isPlain || kernel !== p.kernelWidth || (kernel !== 3 && kernel !== 5)) {
    return [
      rule('winograd', () => ({ id: 'gpu.winogradForm', kernels: '3×3, 5×5' })),
      choose(direct, () => ({ id: 'gpu.direct' })),
    ]
  }
  const winograd = winogradImage(p, gpu)
  const failure = winogradImageFailure(p, gpu, rules.convolutions.winograd === 'budget' ? PAIR_BUDGET : null)
  if (failure !== null) return [reject(winograd, () => failure), choose(direct, () => ({ id: 'gpu.direct' }))]
  const { inChannels, outChannels } = p
  return [
    choose(winograd, () => ({ id: 'gpu.winogradImage', inChannels, outChannels })),
    reject(direct, () => ({ id: 'gpu.winogradFirst' })),
  ]
}
