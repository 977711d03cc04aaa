// SPDX-License-Identifier: Apache-2.0
import { RULE_TOPICS, type RuleTopic } from '#contract/comparison'
import { type Configuration, fittingSettings, type ProfileId } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import type { Message } from '#messages/message'
import { sameMessage } from '#messages/say'
import type { EngineProfile, PlanningInput } from './engine'
import { PROFILES, profileOf } from './engines/index'
import { sameChoice } from './selection/choice'

/** One release of an engine, planned. */
export interface PlannedRelease {
  readonly profile: ProfileId
  readonly version: string
  readonly plan: Plan
  /** What it changes against the release before; none where that plans the same, or there is none. */
  readonly causes: readonly StepCause[]
}

/** A rule that changed, and what that alone did to the plan. */
export interface StepCause {
  readonly topic: RuleTopic
  /** The rule as it is now, in words. */
  readonly rule: Message
  /** Of the total; those of a release add up to what it changed. */
  readonly bytes: number
  /** Nodes whose algorithm or unit changed. */
  readonly layers: readonly number[]
}

/** Plans a model under a configuration. */
export type InputFor = (configuration: Configuration) => PlanningInput

/**
 * All releases of the engine and build that the configuration names, oldest first, with the plan of each and the rules that
 * made a difference. Releases that plan alike share one plan. Those that lack the instruction set are left out.
 */
export function planReleases(inputFor: InputFor, configuration: Configuration): PlannedRelease[] {
  const found: PlannedRelease[] = []
  let before: { readonly profile: EngineProfile; readonly plan: Plan } | null = null
  for (const profile of releasesLike(configuration)) {
    const input = inputFor(under(configuration, profile))
    const plan: Plan | null =
      before !== null && before.profile.succession?.key === profile.succession?.key
        ? before.plan
        : planOf(profile, input)
    if (plan === null) continue
    const causes = before === null || before.plan === plan ? [] : causesOf(before, { profile, plan }, input)
    found.push({ profile: profile.traits.id, version: profile.setup.version, plan, causes })
    before = { profile, plan }
  }
  return found
}

/** Releases of the same engine, built alike. */
function releasesLike({ profile: id, isa }: Configuration): EngineProfile[] {
  const own = profileOf(id)
  return PROFILES.filter(
    ({ setup, traits, succession }) =>
      succession !== undefined &&
      setup.engine === own?.setup.engine &&
      setup.buildOptions.join() === own.setup.buildOptions.join() &&
      traits.instructionSets.includes(isa),
  )
}

function under(configuration: Configuration, { traits }: EngineProfile): Configuration {
  return { ...configuration, profile: traits.id, settings: fittingSettings(traits.settings, configuration) }
}

function planOf(profile: EngineProfile, input: PlanningInput): Plan | null {
  const plan = profile.plan(input)
  return plan.ok ? plan.value : null
}

interface Side {
  readonly profile: EngineProfile
  readonly plan: Plan
}

/** Rules are exchanged one after the other: the difference that each makes is its share. */
function causesOf(a: Side, b: Side, input: PlanningInput): StepCause[] {
  const topics = RULE_TOPICS.filter((topic) => {
    const [before, after] = [a.profile.rules[topic], b.profile.rules[topic]]
    return before !== undefined && after !== undefined && !sameMessage(before, after)
  })
  let reached = a.plan
  return topics.flatMap((topic, index): StepCause[] => {
    const rule = b.profile.rules[topic]
    const rest = topics.slice(index + 1)
    const next = rest.length === 0 ? b.plan : exchanged(b.profile, input, rest, a.profile)
    if (next === null || rule === undefined) return []
    const bytes = next.totalBytes - reached.totalBytes
    const layers = movedLayers(reached, next)
    reached = next
    return bytes === 0 && layers.length === 0 ? [] : [{ topic, rule, bytes, layers }]
  })
}

/** The plan by the rules of `profile`, but those of `topics` as `other` has them. */
function exchanged(profile: EngineProfile, input: PlanningInput, topics: readonly RuleTopic[], other: EngineProfile) {
  const plan = profile.succession?.planWith(input, topics, other.traits.id)
  return plan?.ok ? plan.value : null
}

function movedLayers(a: Plan, b: Plan): number[] {
  const before = new Map(a.decisions.map((decision) => [decision.node, decision]))
  return b.decisions.flatMap((decision) => {
    const was = before.get(decision.node)
    return was === undefined || sameChoice(was, decision) ? [] : [decision.node]
  })
}
