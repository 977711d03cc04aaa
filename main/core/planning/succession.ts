// SPDX-License-Identifier: Apache-2.0

import { RULE_TOPICS, type RuleTopic } from '#contract/comparison'
import {
  type Configuration,
  fittingSettings,
  isOffered,
  type ProfileTraits,
  type Setting,
  type SettingValue,
  withSetting,
} from '#contract/configuration'
import { isLowerBound, type Plan } from '#contract/plan'
import type { Ladder, Release, StepCause } from '#contract/releases'
import { sameMessage } from '#messages/say'
import type { EngineProfile, PlanningInput } from './engine'
import { PROFILES, profileOf } from './engines/index'
import { bounded } from './mistake'
import { movedLayers } from './series'
import { finish, type Steps } from './steps'

/** What is planned, but for the configuration. */
export type LadderInput = Omit<PlanningInput, 'configuration'>

/** The setting whose meaning has changed between releases of the engine; null where there is none. */
export function redefinedSetting(configuration: Configuration): Setting | null {
  const settings = profileOf(configuration.profile)?.traits.settings ?? []
  return settings.find((setting) => setting.redefined === true && isOffered(setting, configuration)) ?? null
}

/**
 * A ladder for each of `values` of the setting whose meaning has changed, in that order: for all of them where none are
 * given, a single one where there is no such setting. Empty where the engine has no releases to compare.
 */
export function* ladderSteps(
  input: LadderInput,
  configuration: Configuration,
  values?: readonly SettingValue[],
): Steps<Ladder[]> {
  const setting = redefinedSetting(configuration)
  const configurations =
    setting === null
      ? [configuration]
      : (values ?? setting.values).map((value) => withSetting(configuration, setting, value))
  const ladders: Ladder[] = []
  for (const each of configurations) {
    const releases = yield* releaseSteps(input, each)
    if (releases.length > 0) ladders.push({ configuration: each, releases })
  }
  return ladders
}

/**
 * All releases of the engine and build that the configuration names, oldest first, with what the model takes in each and
 * the rules that made a difference. Releases that plan alike are planned once. Those that lack the instruction set are
 * left out.
 */
export function planReleases(input: LadderInput, configuration: Configuration): Release[] {
  return finish(releaseSteps(input, configuration))
}

interface Planned {
  readonly profile: EngineProfile
  readonly plan: Plan
}

interface Side extends Planned {
  /** Equal where the plan is the same. */
  readonly key: string
}

function* releaseSteps(input: LadderInput, configuration: Configuration): Steps<Release[]> {
  const found: Release[] = []
  let before = null as Side | null
  for (const { profile, configuration: each, key } of underReleases(configuration)) {
    const own = { ...input, configuration: each }
    const alike: Side | null = before?.key === key ? before : null
    const plan: Plan | null = alike?.plan ?? planOf(bounded(own.shaped, () => profile.plan(own)))
    if (plan === null) continue
    const causes = before === null || alike !== null ? [] : yield* causesOf(before, { profile, plan }, own)
    const { totals, totalBytes } = plan
    const { version } = profile.setup
    found.push({
      version,
      configuration: own.configuration,
      totals,
      totalBytes,
      lowerBound: isLowerBound(plan),
      causes,
    })
    before = { profile, plan, key }
    if (alike === null) yield
  }
  return found
}

/** A configuration under one of the releases that are built as its own. */
export interface ReleaseLike {
  readonly profile: EngineProfile
  readonly configuration: Configuration
  /** Equal for releases next to each other that plan alike. */
  readonly key: string
}

/** Oldest first; those that lack the instruction set are left out. */
export function underReleases(configuration: Configuration): ReleaseLike[] {
  return releasesLike(configuration).map((profile) => {
    const own = under(configuration, profile)
    return { profile, configuration: own, key: JSON.stringify([profile.succession?.key(own), own.settings]) }
  })
}

/** Whether there is anything to compare: other releases of the engine, built alike, with the instruction set. */
export function hasReleases(configuration: Configuration): boolean {
  return releasesLike(configuration).length > 0
}

/** Releases of the same engine, built alike. */
function releasesLike(configuration: Configuration): EngineProfile[] {
  const { profile: id, isa } = configuration
  const own = profileOf(id)
  return PROFILES.filter(
    ({ setup, traits, succession }) =>
      succession !== undefined &&
      setup.engine === own?.setup.engine &&
      setup.buildOptions.join() === own.setup.buildOptions.join() &&
      traits.instructionSets.includes(isa) &&
      mayTake(profileOf(id)?.traits.settings ?? [], traits, configuration),
  )
}

/**
 * Whether a release has each setting without which it is something else, as far as the configuration has it, and is known
 * under its settings.
 */
export function mayTake(
  own: readonly Setting[],
  { settings: declared, knownUnder = {} }: ProfileTraits,
  { settings }: Configuration,
): boolean {
  const isKnown = Object.entries(knownUnder).every(([id, value]) => settings[id] === value)
  return (
    isKnown &&
    own.every(
      ({ id, essential }) =>
        essential !== true || settings[id] === undefined || declared.some((each) => each.id === id),
    )
  )
}

/** The configuration for another profile, with those of its settings that this one has. */
export function under(configuration: Configuration, { traits }: EngineProfile): Configuration {
  return { ...configuration, profile: traits.id, settings: fittingSettings(traits.settings, configuration) }
}

/** Rules are exchanged one after the other: the difference that each makes is its share. */
function* causesOf(a: Planned, b: Planned, input: PlanningInput): Steps<StepCause[]> {
  const topics = RULE_TOPICS.filter((topic) => {
    const [before, after] = [a.profile.rules[topic], b.profile.rules[topic]]
    const isHeeded = b.profile.heeds?.(topic, input.configuration) ?? true
    return isHeeded && before !== undefined && after !== undefined && !sameMessage(before, after)
  })
  const causes: StepCause[] = []
  let reached = a.plan
  for (const [index, topic] of topics.entries()) {
    const rule = b.profile.rules[topic]
    const rest = topics.slice(index + 1)
    const next = rest.length === 0 ? b.plan : exchanged(b.profile, input, rest, a.profile)
    if (rest.length > 0) yield
    if (next === null || rule === undefined) continue
    const bytes = next.totalBytes - reached.totalBytes
    const layers = movedLayers(reached, next)
    reached = next
    if (bytes !== 0 || layers.length > 0) causes.push({ topic, rule, bytes, layers })
  }
  return causes
}

/** The plan by the rules of `profile`, but those of `topics` as `other` has them. */
function exchanged(profile: EngineProfile, input: PlanningInput, topics: readonly RuleTopic[], other: EngineProfile) {
  const { succession } = profile
  if (succession === undefined) return null
  return planOf(bounded(input.shaped, () => succession.planWith(input, topics, other.traits.id)))
}

function planOf(plan: ReturnType<EngineProfile['plan']>): Plan | null {
  return plan.ok ? plan.value : null
}
