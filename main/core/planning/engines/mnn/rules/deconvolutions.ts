import type { ShapedModel } from '#core/model/shapes'
import { imageDims, pair } from '#core/planning/layers/conv-problem'
import { roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from './executor'

/** One transposed convolution in two dimensions, with constant weights, and one group or one for each channel. */
export interface Deconvolution {
  readonly batch: number
  readonly inChannels: number
  readonly inHeight: number
  readonly inWidth: number
  readonly outChannels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly kernelHeight: number
  readonly kernelWidth: number
  readonly strideHeight: number
  readonly strideWidth: number
  readonly dilated: boolean
  readonly depthwise: boolean
}

/** By node. Those with several channels in a group are left to how other operations' constants are counted. */
export function deconvolutionLayers(shaped: ShapedModel): ReadonlyMap<number, Deconvolution> {
  const found = new Map<number, Deconvolution>()
  for (const { id, inputs, outputs } of shaped.model.nodes) {
    const operation = shaped.operations[id]
    if (operation?.kind !== 'ConvTranspose' || operation.kernel.length > 2) continue
    const input = imageDims(shaped.dims[inputs[0] ?? -1])
    const output = imageDims(shaped.dims[outputs[0] ?? -1])
    if (input === null || output === null || !shaped.constants.has(inputs[1] ?? -1)) continue
    const [batch, inChannels, inHeight, inWidth] = input
    const [, outChannels, outHeight, outWidth] = output
    const depthwise = operation.group > 1 && operation.group === inChannels && operation.group === outChannels
    if (operation.group > 1 && !depthwise) continue
    const [kernelHeight, kernelWidth] = pair(operation.kernel)
    const [strideHeight, strideWidth] = pair(operation.strides)
    const dilated = operation.dilations.some((dilation) => dilation > 1)
    const shape = { batch, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth }
    found.set(id, { ...shape, kernelHeight, kernelWidth, strideHeight, strideWidth, dilated, depthwise })
  }
  return found
}

/** One for each channel: weights by packs and a bias, no workspace. 2.8.1|3.6.1: cpu/CPUDeconvolutionDepthwise.cpp. */
export function depthwiseDeconvolution(p: Deconvolution, { pack, elementBytes }: MatrixCore): Executor {
  const channels = roundUp(p.outChannels, pack)
  return {
    algorithm: 'depthwise',
    unit: null,
    className: 'CPUDeconvolutionDepthwise',
    inner: null,
    create(pool) {
      pool.request(channels * elementBytes)
      pool.request(channels * p.kernelHeight * p.kernelWidth * elementBytes)
    },
    resize() {
      // It works on the tensors themselves.
    },
  }
}
