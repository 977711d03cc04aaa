// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type Setting, type SettingValue, withSetting } from '#contract/configuration'
import { isLowerBound, type Plan } from '#contract/plan'
import type { EngineLadder, EngineRelease } from '#contract/releases'
import { timeRatio } from './advice/time'
import type { EngineProfile } from './engine'
import { PROFILES, profileOf } from './engines/index'
import type { Steps } from './steps'
import { type LadderInput, mayTake, redefinedSetting, under } from './succession'

/**
 * What a model takes in every engine, build and release that has the instruction set of `configuration`: a ladder for
 * each engine and build, and for each value worth seeing of a setting whose meaning has changed. Settings of the
 * configuration hold where an engine has them. `reference`: what modelled times are compared with. Releases that plan alike
 * are planned once; engines that cannot plan here are left out.
 */
export function* engineSteps(input: LadderInput, configuration: Configuration, reference: Plan): Steps<EngineLadder[]> {
  const ladders: EngineLadder[] = []
  for (const family of families(configuration)) {
    const newest = family.at(-1)
    if (newest === undefined) continue
    for (const each of variants(under(configuration, newest))) {
      const releases = yield* releaseSteps(input, each, family, reference)
      const engine = newest.traits.group ?? ({ id: 'engine.other', name: newest.setup.engine } as const)
      if (releases.length > 0) ladders.push({ engine, configuration: each, releases })
    }
  }
  return ladders
}

/** Profiles that are versions of one engine, built alike; oldest first. */
function families(configuration: Configuration): readonly (readonly EngineProfile[])[] {
  const found = new Map<string, EngineProfile[]>()
  for (const profile of PROFILES) {
    if (!profile.traits.instructionSets.includes(configuration.isa)) continue
    if (!mayTake(profileOf(configuration.profile)?.traits.settings ?? [], profile.traits, configuration)) continue
    const key = JSON.stringify([profile.setup.engine, profile.setup.buildOptions])
    const family = found.get(key) ?? []
    family.push(profile)
    found.set(key, family)
  }
  return [...found.values()]
}

function variants(configuration: Configuration): Configuration[] {
  const setting = redefinedSetting(configuration)
  if (setting === null) return [configuration]
  return shownValues(setting, configuration).map((value) => withSetting(configuration, setting, value))
}

/** Of a setting whose meaning has changed: the value that is set, or both the one that asks for least memory and the default. */
export function shownValues(setting: Setting, { settings }: Pick<Configuration, 'settings'>): SettingValue[] {
  const own = settings[setting.id]
  return own === undefined ? [...new Set([setting.leastMemory ?? setting.default, setting.default])] : [own]
}

function* releaseSteps(
  input: LadderInput,
  configuration: Configuration,
  family: readonly EngineProfile[],
  reference: Plan,
): Steps<EngineRelease[]> {
  const found: EngineRelease[] = []
  let last: { readonly key: string; readonly plan: Plan | null } = { key: '', plan: null }
  for (const profile of family) {
    const own = under(configuration, profile)
    const key = JSON.stringify([profile.succession?.key(own) ?? profile.traits.id, own.settings])
    if (last.key !== key) {
      const made = profile.plan({ ...input, configuration: own })
      last = { key, plan: made.ok ? made.value : null }
      yield
    }
    if (last.plan === null) continue
    const { totals, totalBytes, lifecycle } = last.plan
    found.push({
      version: profile.setup.version,
      configuration: own,
      totals,
      totalBytes,
      lowerBound: isLowerBound(last.plan),
      causes: [],
      timeRatio: timeRatio(reference, last.plan),
      ...(lifecycle && { lifecycle }),
    })
  }
  return found
}
