// SPDX-License-Identifier: Apache-2.0
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'
import { ceilDiv } from '../arithmetic'
import type { Executor } from './executor'
import { groupProblem } from './group'

/**
 * Floating-point operations of one inference, a multiply and an add being two, of real channels without
 * padding; copies and set-up (packing, transforming weights) are not counted.
 *
 * - Tiled, depthwise, computed weights: 2 for each multiply-add of the direct convolution.
 * - Strassen: as its recursion goes, sums of half matrices included (strassen.ts of each version).
 * - Winograd F(m, k), α = m + k − 1, for each of ⌈w/m⌉·⌈h/m⌉ tiles: 2α³·ic to transform the input,
 *   2α²·ic·oc to multiply, 2α(α + m)m·oc to transform back: MNN's own estimate
 *   (2.8.1: compute/ConvolutionPackWinograd.cpp, bestWinogradUnit), here for every version.
 * - Depthwise 3×3: rows of F(2, 3): for two outputs 3 × 4 products and sums, 4 operations to
 *   transform the one new row and 4 to transform back.
 */
export function executorOperations(p: ConvProblem, executor: Executor): number {
  const { inner } = executor
  if (inner !== undefined) return inner.groups * executorOperations(groupProblem(p, p.batch), inner.executor)
  if (executor.operations !== undefined) return executor.operations()
  switch (executor.algorithm) {
    case 'winograd':
      return winogradOperations(p, executor.unit ?? 1)
    case 'depthwise-3x3':
      return p.batch * p.outChannels * p.outHeight * ceilDiv(p.outWidth, 2) * (3 * 4 * 2 + 4 + 4)
    default:
      return 2 * macs(p)
  }
}

export function winogradOperations(p: ConvProblem, unit: number): number {
  const alpha = unit + p.kernelHeight - 1
  const { inChannels: ic, outChannels: oc } = p
  const perTile = 2 * alpha ** 3 * ic + 2 * alpha ** 2 * ic * oc + 2 * alpha * (alpha + unit) * unit * oc
  return p.batch * ceilDiv(p.outWidth, unit) * ceilDiv(p.outHeight, unit) * perTile
}
