// SPDX-License-Identifier: Apache-2.0
import { usesProcessor } from '#contract/configuration'
import type { Candidate, Decision, Plan } from '#contract/plan'
import { profileOf } from '../engines/index'
import { operationsTime } from '../time/layer-time'

type TimedPlan = Pick<Plan, 'decisions' | 'configuration' | 'timesFor'>

interface Timed {
  readonly timeRatio: number | null
}

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

/** Operations tell the time on a processor: what a GPU takes for them is not modelled. */
export function isTimed({ configuration }: Pick<TimedPlan, 'configuration'>): boolean {
  return usesProcessor(profileOf(configuration.profile)?.traits.settings ?? [], configuration)
}

/**
 * Of `after` against `before`, by the layers that both know the time of, and what runs beside them where both know that;
 * null without any, and of what a GPU takes.
 */
export function timeRatio(before: Plan, after: Plan): number | null {
  if (!isTimed(before) || !isTimed(after)) return null
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
  if (earlier === 0) return null
  const [othersBefore, othersAfter] = [before.othersNanoseconds, after.othersNanoseconds]
  if (othersBefore === undefined || othersAfter === undefined) return later / earlier
  return (later + othersAfter) / (earlier + othersBefore)
}

/** Orders by time, what is not known last. */
export function byTime({ timeRatio: a }: Timed, { timeRatio: b }: Timed): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : a - b
}

/** Whether the first takes no longer than the second, but for a share of it; nobody knows where only one is known. */
export function isAsFast({ timeRatio: a }: Timed, { timeRatio: b }: Timed, but = 0): boolean {
  return a === null || b === null ? a === b : a <= b + but
}
