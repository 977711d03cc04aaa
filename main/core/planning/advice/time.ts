// SPDX-License-Identifier: Apache-2.0
import type { Decision, Plan } from '#contract/plan'
import { profileOf } from '../engines/index'

/**
 * Modelled time of a plan's layers, in no unit: only ratios of two plans of one model mean
 * something. It is Σ operations (engines/mnn/rules/operations.ts; of Convscope's kernels what they say
 * themselves) divided by the threads, half-precision operations counting half. Memory traffic, other
 * operations and imperfect sharing among threads are left out.
 */
export function modelledTime({ decisions, configuration }: Pick<Plan, 'decisions' | 'configuration'>): number {
  const atOnce = profileOf(configuration.profile)?.operationsAtOnce?.(configuration) ?? 1
  return operationsOf(decisions) / (configuration.threads * atOnce)
}

export function operationsOf(decisions: readonly Pick<Decision, 'operations'>[]): number {
  return decisions.reduce((sum, { operations }) => sum + (operations ?? 0), 0)
}

/** Of `after` against `before`, by the layers whose operations both know; 1 without any. */
export function timeRatio(before: Plan, after: Plan): number {
  const known = ({ decisions }: Plan) =>
    new Set(decisions.flatMap(({ node, operations }) => (operations === null ? [] : [node])))
  const [inBefore, inAfter] = [known(before), known(after)]
  const common = ({ decisions, configuration }: Plan) =>
    modelledTime({
      configuration,
      decisions: decisions.filter(({ node }) => inBefore.has(node) && inAfter.has(node)),
    })
  const time = common(before)
  return time === 0 ? 1 : common(after) / time
}
