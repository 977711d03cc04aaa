import type { ShapedModel } from '../../model/shapes'
import { imageDims, pair } from '../conv-problem'

/** One transposed convolution in two dimensions, with constant weights and one group. */
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
}

/** By node. Those with groups are left to how other operations' constants are counted. */
export function deconvolutionLayers(shaped: ShapedModel): ReadonlyMap<number, Deconvolution> {
  const found = new Map<number, Deconvolution>()
  for (const { id, inputs, outputs } of shaped.model.nodes) {
    const operation = shaped.operations[id]
    if (operation?.kind !== 'ConvTranspose' || operation.group > 1 || operation.kernel.length > 2) continue
    const input = imageDims(shaped.dims[inputs[0] ?? -1])
    const output = imageDims(shaped.dims[outputs[0] ?? -1])
    if (input === null || output === null || !shaped.constants.has(inputs[1] ?? -1)) continue
    const [batch, inChannels, inHeight, inWidth] = input
    const [, outChannels, outHeight, outWidth] = output
    const [kernelHeight, kernelWidth] = pair(operation.kernel)
    const [strideHeight, strideWidth] = pair(operation.strides)
    const dilated = operation.dilations.some((dilation) => dilation > 1)
    const shape = { batch, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth }
    found.set(id, { ...shape, kernelHeight, kernelWidth, strideHeight, strideWidth, dilated })
  }
  return found
}
