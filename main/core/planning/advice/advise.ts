// SPDX-License-Identifier: Apache-2.0
import type { Advice, Remedy, RemedyChange, TriedPlan } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { isUnknown, type Plan } from '#contract/plan'
import { largest } from '#core/model/extremes'
import type { PlanningInput } from '../engine'
import { profileOf } from '../engines/index'
import { createPlan } from '../plan'
import type { Steps } from '../steps'
import { alternatives } from './alternatives'
import { combinations } from './combinations'
import { lint } from './lint'
import { NEARLY_ALL, nearestReleases, releasesBetween } from './nearest-releases'
import { releaseModelRemedy, remedyOf, triedPlans } from './remedy'
import { byTime, isAsFast } from './time'

/** A remedy must save this share of the total to be worth telling. */
const WORTH_TELLING = 0.001
const MOST_REMEDIES = 12

export interface AdviceInput {
  /** Its configuration is the present one. */
  readonly planning: PlanningInput
  /** The plan of that configuration. */
  readonly plan: Plan
  /** Named in the code of remedies. */
  readonly modelFile: string
  /** Where the caller keeps plans: another configuration's, null where it cannot be planned. */
  readonly replan?: (configuration: Configuration) => Plan | null
}

/** Warnings and remedies for a plan; every figure is that of a plan really made. */
export function* advise({ planning, plan, modelFile, ...kept }: AdviceInput): Steps<Advice> {
  const nameOf = (node: number) => planning.shaped.model.nodes[node]?.name ?? ''
  const made = (configuration: Configuration): Plan | null => {
    const answer = createPlan({ ...planning, configuration })
    return answer.ok ? answer.value : null
  }
  const replan = remembered(kept.replan ?? made)
  const comparable = (configuration: Configuration): Plan | null => {
    const other = replan(configuration)
    return other !== null && tellsAsMuch(other, plan) ? other : null
  }
  const present = { plan, modelFile, nameOf }
  const lints = lint({ plan, nameOf, replan })
  yield

  const remedies: Remedy[] = []
  const tried = new Map<string, readonly TriedPlan[]>()
  const note = (made: Plan) => tried.set(JSON.stringify(made.configuration), triedPlans(plan, made))
  note(plan)
  const released = releaseModelRemedy(present)
  if (released !== null) remedies.push(released)
  const releases = yield* nearestReleases(plan, comparable)
  const asked = alternatives(plan, nameOf, releases)
  let answer: Plan | null = null
  for (let next = asked.next(answer); next.done !== true; next = asked.next(answer)) {
    answer = replan(next.value)
    if (answer !== null) note(answer)
    if (answer !== null && tellsAsMuch(answer, plan)) remedies.push(remedyOf(present, answer))
    yield
  }
  const best = ranked(remedies, plan.totalBytes)
  for (const configuration of combinations(plan.configuration, best)) {
    const made = tried.has(JSON.stringify(configuration)) ? null : replan(configuration)
    if (made !== null) note(made)
    yield
  }
  return {
    modelId: planning.modelId,
    configuration: plan.configuration,
    lints,
    remedies: best,
    tried: [...tried.values()].flat(),
    heeded: heeded(plan),
  }
}

/** Asks for each plan once. */
function remembered(plan: (configuration: Configuration) => Plan | null): typeof plan {
  const known = new Map<string, Plan | null>()
  return (configuration) => {
    const key = JSON.stringify(configuration)
    const found = known.has(key) ? (known.get(key) ?? null) : plan(configuration)
    known.set(key, found)
    return found
  }
}

/**
 * What helps against a step from one release to another: another configuration, since a call would have helped before the
 * step too, else that call; null where nothing does.
 */
export function* bestRemedy(input: AdviceInput): Steps<Remedy | null> {
  const { remedies } = yield* advise(input)
  const { configuration } = input.plan
  const configured = remedies.filter((remedy) => remedy.configuration !== null)
  return recommendedRemedy(configuration, configured) ?? recommendedRemedy(configuration, remedies)
}

/**
 * The one remedy to recommend, wherever one is: of what the engine can really be told, and without going back to an older
 * release, which would give up years of fixes, unless nothing else helps. Of those that save nearly as much as the best one it
 * is the nearest release, the release itself before all others, and then what asks for least. null where nothing helps.
 */
export function recommendedRemedy(now: Configuration, remedies: readonly Remedy[]): Remedy | null {
  const real = remedies.filter(({ whatIf }) => !whatIf)
  const ahead = real.filter((remedy) => !goesBack(remedy))
  const candidates = ahead.length > 0 ? ahead : real
  const most = largest(candidates.map(({ savedBytes }) => savedBytes))
  const [nearest] = candidates
    .filter(({ savedBytes }) => savedBytes >= NEARLY_ALL * most)
    .map((remedy) => ({ remedy, away: releasesBetween(now, remedy.configuration ?? now) }))
    .sort((a, b) => a.away - b.away || effortOf(a.remedy) - effortOf(b.remedy))
  return nearest?.remedy ?? null
}

function goesBack({ changes }: Remedy): boolean {
  return changes.some((change) => change.kind === 'version' && !change.newer)
}

/** Whether `other` knows all that `plan` knows: what a profile does not model looks as if it were saved. */
function tellsAsMuch(other: Plan, plan: Plan): boolean {
  const unknown = ({ decisions, leftOut }: Plan) => [...leftOut, ...decisions.filter(isUnknown).map(({ node }) => node)]
  const already = new Set(unknown(plan))
  return unknown(other).every((node) => already.has(node))
}

/** What asks for an older release comes after what does not, as in the recommendation, and what the engine cannot be told last. */
const groupOf = (remedy: Remedy): number => 2 * Number(remedy.whatIf) + Number(goesBack(remedy))

function ranked(remedies: readonly Remedy[], totalBytes: number): Remedy[] {
  const worth = remedies.filter(({ savedBytes }) => savedBytes > 0 && savedBytes >= WORTH_TELLING * totalBytes)
  const equal = WORTH_TELLING * totalBytes
  const sorted = worth
    .filter(
      (remedy, index) => !worth.some((other, at) => at !== index && makesNeedless(other, remedy, at < index, equal)),
    )
    .sort((a, b) => groupOf(a) - groupOf(b) || b.savedBytes - a.savedBytes || byTime(a, b))
  return surestFirst(sorted, equal).slice(0, MOST_REMEDIES)
}

/** Where remedies save the same but for less than is worth telling, those whose rules were measured come first. */
function surestFirst(sorted: readonly Remedy[], equal: number): Remedy[] {
  const [first] = sorted
  if (first === undefined) return []
  const alike = sorted.filter(
    (remedy) => groupOf(remedy) === groupOf(first) && remedy.savedBytes > first.savedBytes - equal,
  )
  const surest = [...alike].sort((a, b) => Number(onlyRead(a)) - Number(onlyRead(b)))
  return [...surest, ...surestFirst(sorted.slice(alike.length), equal)]
}

/** Whether it moves to a release whose rules were read, while no build with them was measured. */
function onlyRead({ configuration }: Remedy): boolean {
  return configuration !== null && profileOf(configuration.profile)?.onlyRead?.(configuration) === true
}

/** A difference in modelled time that is not worth another change. */
const SAME_TIME = 0.005

/**
 * Whether `other` saves as much in as little time, but for less than is worth telling, and asks for less: for fewer
 * changes, or the same that came first. A call goes with any configuration and takes no remedy's place; neither does what
 * was only read that of what was measured.
 */
function makesNeedless(other: Remedy, remedy: Remedy, first: boolean, equal: number): boolean {
  if (other.configuration === null || remedy.configuration === null) return false
  const effortless = effortOf(other) < effortOf(remedy)
  if (other.savedBytes < remedy.savedBytes - (effortless ? equal : 0)) return false
  if (!isAsFast(other, remedy, effortless ? SAME_TIME : 0)) return false
  if (other.whatIf && !remedy.whatIf) return false
  if (onlyRead(other) && !onlyRead(remedy)) return false
  const effort = effortOf(remedy) - effortOf(other)
  if (effort !== 0 || other.whatIf !== remedy.whatIf) return effort >= 0
  const kinds = (each: Remedy) => each.changes.map(kindOf).join()
  return first && kinds(other) === kinds(remedy)
}

/** An upgrade is not what a downgrade is, and a setting not another one. */
function kindOf(change: RemedyChange): string {
  if (change.kind === 'version') return change.newer ? 'newer' : 'older'
  return change.kind === 'setting' ? change.setting : change.kind
}

/** Changes to make; one to overrides counts by layer. */
function effortOf({ changes }: Remedy): number {
  return changes.reduce((sum, change) => sum + (change.kind === 'overrides' ? change.nodes.length : 1), 0)
}

/** The profile’s settings and the number of threads, as far as some layer heeds them. */
function heeded({ decisions, configuration }: Plan): Advice['heeded'] {
  const settings = profileOf(configuration.profile)?.traits.settings ?? []
  return [...settings.map(({ id }) => id), 'threads']
    .map((of) => ({ of, layers: decisions.filter(({ dependsOn }) => dependsOn.includes(of)).length }))
    .filter(({ layers }) => layers > 0)
}
