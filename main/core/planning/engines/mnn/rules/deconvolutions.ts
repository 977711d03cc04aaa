// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { type ConvWindow, convWindow } from '#core/planning/layers/conv-problem'
import { roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from './executor'

/** One transposed convolution in two dimensions, with constant weights, and one group or one for each channel. */
export interface Deconvolution extends ConvWindow {
  readonly dilated: boolean
  readonly depthwise: boolean
}

/** By node. Those with several channels in a group are left to how other operations' constants are counted. */
export function deconvolutionLayers(shaped: ShapedModel): ReadonlyMap<number, Deconvolution> {
  const found = new Map<number, Deconvolution>()
  for (const node of shaped.model.nodes) {
    const operation = shaped.operations[node.id]
    if (operation?.kind !== 'ConvTranspose' || operation.kernel.length > 2) continue
    const window = convWindow(shaped, node, operation)
    if (window === null || !shaped.constants.has(node.inputs[1] ?? -1)) continue
    const { group } = operation
    const depthwise = group > 1 && group === window.inChannels && group === window.outChannels
    if (group > 1 && !depthwise) continue
    const dilated = operation.dilations.some((dilation) => dilation > 1)
    found.set(node.id, { ...window, dilated, depthwise })
  }
  return found
}

/** One for each channel: weights by packs and a bias, no workspace. 2.8.1|3.6.1: cpu/CPUDeconvolutionDepthwise.cpp. */
export function depthwiseDeconvolution(p: Deconvolution, { pack, elementBytes }: MatrixCore): Executor {
  const channels = roundUp(p.outChannels, pack)
  return {
    algorithm: 'depthwise',
    className: 'CPUDeconvolutionDepthwise',
    create(pool) {
      pool.request(channels * elementBytes)
      pool.request(channels * p.kernelHeight * p.kernelWidth * elementBytes)
    },
    resize() {
      // It works on the tensors themselves.
    },
  }
}
