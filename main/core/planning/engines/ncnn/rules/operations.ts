// SPDX-License-Identifier: Apache-2.0
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'
import type { AnyExecutor } from '#core/planning/selection/option'
import { ceilDiv } from '../arithmetic'

/**
 * Floating-point operations of one inference, a multiply and an add being two, of real channels without padding.
 * Winograd F(m, 3), α = m + 2, for each of ⌈w/m⌉·⌈h/m⌉ tiles: 2α³·ic to transform the input, 2α²·ic·oc to multiply,
 * 2α(α + m)m·oc to transform back; all others two for each multiply-add of the direct convolution. Groups share it out.
 */
export function executorOperations(p: ConvProblem, executor: AnyExecutor): number {
  const { algorithm, unit, inner } = executor
  if (algorithm === 'grouped' && inner !== undefined) {
    const group = { ...p, inChannels: p.inChannels / p.group, outChannels: p.outChannels / p.group, group: 1 }
    return inner.groups * executorOperations(group, inner.executor)
  }
  if (algorithm === 'dilated' && inner !== undefined) return executorOperations(p, inner.executor)
  return algorithm === 'winograd' && unit !== undefined ? winogradOperations(p, unit) : 2 * macs(p)
}

function winogradOperations(
  { inChannels: ic, outChannels: oc, outWidth, outHeight }: ConvProblem,
  unit: number,
): number {
  const alpha = unit + 2
  const perTile = 2 * alpha ** 3 * ic + 2 * alpha ** 2 * ic * oc + 2 * alpha * (alpha + unit) * unit * oc
  return ceilDiv(outWidth, unit) * ceilDiv(outHeight, unit) * perTile
}
