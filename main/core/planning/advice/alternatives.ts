// SPDX-License-Identifier: Apache-2.0
import { type Configuration, fittingSettings, isOffered, type Setting, withOtherValues } from '#contract/configuration'
import type { Dependency, Plan } from '#contract/plan'
import { compareVersions } from '../engine-setup'
import { PROFILES, profileOf } from '../engines'
import { mayTake } from '../succession'
import { layerOptions, leastPacked, packedOf } from './layer-options'

/** Fewer threads that are tried. */
const THREADS = [16, 8, 4, 2, 1]
/** Single layers to try an override of: those that would give back most. */
const SINGLE_LAYERS = 3

/** Asks for a plan; null where the configuration cannot be planned. */
type Ask = Generator<Configuration, void, Plan | null>

/**
 * Every configuration worth a look: yields one and is given its plan, so that settings which no layer
 * of that plan depends on are not tried. In the order: settings, threads, the releases that are given, other builds
 * and versions, overrides.
 */
export function* alternatives(
  now: Plan,
  nameOf: (node: number) => string,
  releases: readonly Configuration[] = [],
): Ask {
  const { configuration } = now
  const declared = settingsOf(configuration)
  yield* heededSettings(now, declared)
  yield* fewerThreads(configuration)
  for (const setting of declared.filter(({ tried }) => tried !== undefined)) yield* others(configuration, setting)
  const further = relatives(configuration).map((profile) => {
    const moved = { ...configuration, profile }
    return { ...moved, settings: fittingSettings(settingsOf(moved), moved) }
  })
  for (const moved of [...releases, ...further.filter((each) => !isOlderThanNeeded(configuration, each, releases))]) {
    const plan = yield moved
    if (plan !== null) yield* heededSettings(plan, settingsOf(moved))
  }
  yield* overrides(now, nameOf)
}

/** A release before one that helps, and that is older than the present one already, does not help more. */
function isOlderThanNeeded(
  now: Configuration,
  { profile }: Configuration,
  releases: readonly Configuration[],
): boolean {
  const setup = profileOf(profile)?.setup
  const own = profileOf(now.profile)?.setup
  return releases.some((release) => {
    const told = profileOf(release.profile)?.setup
    if (setup === undefined || own === undefined || told === undefined) return false
    const sameBuild = setup.buildOptions.join() === told.buildOptions.join()
    return (
      sameBuild && compareVersions(told.version, own.version) < 0 && compareVersions(setup.version, told.version) < 0
    )
  })
}

function settingsOf(configuration: Configuration): readonly Setting[] {
  const declared = profileOf(configuration.profile)?.traits.settings ?? []
  return declared.filter((setting) => isOffered(setting, configuration))
}

/** Other values of the settings that some layer heeds, and under each those of the settings declared after it. */
function* heededSettings(plan: Plan, declared: readonly Setting[]): Ask {
  const [setting, ...later] = declared
  if (setting === undefined) return
  yield* heededSettings(plan, later)
  if (setting.tried !== undefined || !dependsOn(plan, setting.id)) return
  for (const changed of others(plan.configuration, setting)) {
    const under = yield changed
    if (under !== null) yield* heededSettings(under, later)
  }
}

function others(configuration: Configuration, setting: Setting): Configuration[] {
  const values = (setting.tried ?? setting.values).filter((value) => !setting.alike?.includes(value))
  return withOtherValues(configuration, setting, values).map((other) => other.configuration)
}

function* fewerThreads(configuration: Configuration): Ask {
  for (const threads of THREADS.filter((count) => count < configuration.threads)) yield { ...configuration, threads }
}

/** Other builds of the same version of the engine, and other versions that stand for many, where they have the instruction set. */
function relatives(configuration: Configuration): string[] {
  const { profile, isa } = configuration
  const own = profileOf(profile)?.setup
  const declared = profileOf(profile)?.traits.settings ?? []
  return PROFILES.filter(
    ({ setup, traits }) =>
      traits.id !== profile &&
      setup.engine === own?.engine &&
      (traits.amongMany !== true || setup.version === own.version) &&
      traits.instructionSets.includes(isa) &&
      mayTake(declared, traits, configuration),
  ).map(({ traits }) => traits.id)
}

function* overrides(now: Plan, nameOf: (node: number) => string): Ask {
  const gains = layerOptions(now, nameOf).flatMap((layer) => {
    const least = leastPacked(layer)
    if (least === null) return []
    return [{ override: least.override, bytes: packedOf(layer) - least.packedWeightBytes }]
  })
  gains.sort((a, b) => b.bytes - a.bytes)
  const { configuration } = now
  const existing = configuration.overrides ?? []
  for (const { override } of gains.slice(0, SINGLE_LAYERS)) {
    yield { ...configuration, overrides: [...existing, override] }
  }
  if (gains.length > 1) {
    yield { ...configuration, overrides: [...existing, ...gains.map(({ override }) => override)] }
  }
}

function dependsOn(plan: Plan, dependency: Dependency): boolean {
  return plan.decisions.some((decision) => decision.dependsOn.includes(dependency))
}
