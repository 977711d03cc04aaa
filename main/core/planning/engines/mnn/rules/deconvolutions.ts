// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { type ConvProblem, transposedMacs, transposedProblem } from '#core/planning/layers/conv-problem'
import { roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from './executor'

/** One transposed convolution in two dimensions, with constant weights, and one group or one for each channel. */
export type Deconvolution = ConvProblem

/** By node. Those with several channels in a group are left out. */
export function deconvolutionLayers(shaped: ShapedModel): ReadonlyMap<number, Deconvolution> {
  const found = new Map<number, Deconvolution>()
  for (const { id, inputs } of shaped.model.nodes) {
    const problem = transposedProblem(shaped, id)
    if (problem === null || !shaped.constants.has(inputs[1] ?? -1)) continue
    if (problem.group === 1 || problem.depthwise) found.set(id, problem)
  }
  return found
}

/** One for each channel: weights by packs and a bias, no workspace. 1.0.1|2.8.1|3.6.1: cpu/CPUDeconvolutionDepthwise.cpp. */
export function depthwiseDeconvolution(p: Deconvolution, { pack, elementBytes }: MatrixCore): Executor {
  const channels = roundUp(p.outChannels, pack)
  return {
    algorithm: 'depthwise',
    className: 'CPUDeconvolutionDepthwise',
    operations: () => 2 * transposedMacs(p),
    create(pool) {
      pool.request(channels * elementBytes)
      pool.request(channels * p.kernelHeight * p.kernelWidth * elementBytes)
    },
    resize() {
      // It works on the tensors themselves.
    },
  }
}
