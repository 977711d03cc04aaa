// SPDX-License-Identifier: Apache-2.0
import type { Candidate, Decision, Plan } from '#contract/plan'
import { profileOf } from '../engines/index'
import { operationsTime } from '../time/layer-time'

type TimedPlan = Pick<Plan, 'decisions' | 'configuration' | 'timesFor'>

/** Modelled nanoseconds of a plan's layers; only ratios of two plans of one model mean something. */
export function modelledTime(plan: TimedPlan): number {
  const timeOf = timesUnder(plan)
  return plan.decisions.reduce((sum, decision) => sum + (timeOf(decision) ?? 0), 0)
}

/**
 * What tells the time of a plan's layers and of their candidates, on the machine that it is told for: as the engine's profile has it, else by
 * operations; null where neither is known.
 */
export function timesUnder({
  configuration,
  timesFor,
}: Pick<TimedPlan, 'configuration' | 'timesFor'>): (
  of: Pick<Decision | Candidate, 'nanoseconds' | 'operations'>,
) => number | null {
  const atOnce = profileOf(configuration.profile)?.operationsAtOnce?.(configuration) ?? 1
  return ({ nanoseconds, operations }) =>
    nanoseconds ?? (operations === null ? null : operationsTime(operations / atOnce, configuration, timesFor))
}

/** Of `after` against `before`, by the layers that both know the time of; 1 without any. */
export function timeRatio(before: Plan, after: Plan): number {
  const timeBefore = timesUnder(before)
  const timeAfter = timesUnder(after)
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
