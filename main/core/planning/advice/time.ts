// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { Candidate, Decision, Plan } from '#contract/plan'
import { profileOf } from '../engines/index'
import { operationsTime } from '../time/layer-time'

/** Modelled nanoseconds of a plan's layers; only ratios of two plans of one model mean something. */
export function modelledTime({ decisions, configuration }: Pick<Plan, 'decisions' | 'configuration'>): number {
  const timeOf = timesUnder(configuration)
  return decisions.reduce((sum, decision) => sum + (timeOf(decision) ?? 0), 0)
}

/**
 * What tells the time of layers and of their candidates under a configuration: as the engine's profile has it, else by
 * operations; null where neither is known.
 */
export function timesUnder(
  configuration: Configuration,
): (of: Pick<Decision | Candidate, 'nanoseconds' | 'operations'>) => number | null {
  const atOnce = profileOf(configuration.profile)?.operationsAtOnce?.(configuration) ?? 1
  return ({ nanoseconds, operations }) =>
    nanoseconds ?? (operations === null ? null : operationsTime(operations / atOnce, configuration))
}

/** Of `after` against `before`, by the layers that both know the time of; 1 without any. */
export function timeRatio(before: Plan, after: Plan): number {
  const timeBefore = timesUnder(before.configuration)
  const timeAfter = timesUnder(after.configuration)
  const known = new Map(before.decisions.map((decision) => [decision.node, timeBefore(decision)]))
  let [earlier, later] = [0, 0]
  for (const decision of after.decisions) {
    const [other, own] = [known.get(decision.node) ?? null, timeAfter(decision)]
    if (other === null || own === null) continue
    earlier += other
    later += own
  }
  return earlier === 0 ? 1 : later / earlier
}
