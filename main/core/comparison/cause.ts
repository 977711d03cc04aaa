// SPDX-License-Identifier: Apache-2.0
import { ALGORITHM_TRAITS } from '#contract/algorithms'
import { type Configuration, type SettingId, type SettingValue, settingValue } from '#contract/configuration'
import { type Decision, type Dependency, isUnknown } from '#contract/plan'
import { compareVersions } from '#core/planning/engine-setup'
import { profileOf } from '#core/planning/engines/index'
import { choiceOf, sameChoice } from '#core/planning/selection/choice'
import type { Message } from '#messages/message'
import { engineName } from './wording'

/** One layer under A and under B. */
export interface LayerPair {
  readonly a: Decision
  readonly b: Decision
}

export interface ConfigurationPair {
  readonly a: Configuration
  readonly b: Configuration
}

/** Where both sides have an algorithm that has a name. */
export function choiceDiffers({ a, b }: LayerPair): boolean {
  return a.algorithm !== null && b.algorithm !== null && !sameChoice(a, b)
}

/** Whether a side does not tell what the layer holds, so that nothing can be said of the difference. */
export function isUncertain({ a, b }: LayerPair): boolean {
  return isUnknown(a) || isUnknown(b)
}

export function sizeDiffers({ a, b }: LayerPair): boolean {
  return a.packedWeightBytes !== b.packedWeightBytes || a.workspaceBytes !== b.workspaceBytes
}

/** Why a layer differs, in a clause that fits every layer with the same cause. */
export function causeOf(layer: LayerPair, configurations: ConfigurationPair): Message {
  return choiceDiffers(layer) ? choiceCause(layer, configurations) : sizeCause(configurations)
}

function choiceCause({ a, b }: LayerPair, { a: configurationA, b: configurationB }: ConfigurationPair): Message {
  const forced = overrideCause({ a, b })
  if (forced !== null) return forced
  const names = { a: engineName(configurationA.profile), b: engineName(configurationB.profile) }
  if (!sameEngine(configurationA, configurationB)) {
    const [choiceA, choiceB] = [choiceOf(a), choiceOf(b)]
    const keeps = [choiceA, choiceB].every(
      (choice) => choice !== null && ALGORITHM_TRAITS[choice.algorithm].streams !== true,
    )
    if (choiceA === null || choiceB === null || !keeps) return { id: 'cause.otherRules', ...names }
    const withA = heededPhrases(a, configurationA)
    return { id: 'cause.otherEngine', ...names, choiceA, choiceB, withA, withB: heededPhrases(b, configurationB) }
  }
  if (configurationA.profile !== configurationB.profile) {
    const byA = heededByOne({ a, b }, configurationA)
    if (byA !== null)
      return { id: 'cause.settingHeededByA', ...names, ...byA, later: isLater(configurationB, configurationA) }
    const byB = heededByOne({ a: b, b: a }, configurationB)
    if (byB !== null) return { id: 'cause.settingHeededByB', ...names, ...byB }
    return { id: 'cause.otherRules', ...names }
  }
  const differing = differences(configurationA, configurationB)
  const relevant = differing.filter(
    ({ dependency }) => a.dependsOn.includes(dependency) || b.dependsOn.includes(dependency),
  )
  if (differing.length === 0) return { id: 'cause.shapes' }
  const changes = (relevant.length > 0 ? relevant : differing).map(({ change }) => change)
  return { id: 'cause.given', b: names.b, changes }
}

function overrideCause({ a, b }: LayerPair): Message | null {
  if (b.overridden !== undefined) return { id: 'cause.forcedInB', layers: b.overridden.by }
  if (a.overridden !== undefined) return { id: 'cause.forcedInA', layers: a.overridden.by }
  return null
}

/** A setting that asks for least memory under A and that A’s choice depends on, but B’s does not. */
function heededByOne(
  { a, b }: LayerPair,
  { profile, settings }: Configuration,
): { readonly setting: SettingId; readonly value: SettingValue } | null {
  for (const { id: setting, leastMemory: value } of declared(profile)) {
    if (value === undefined || settings[setting] !== value) continue
    if (a.dependsOn.includes(setting) && !b.dependsOn.includes(setting)) return { setting, value }
  }
  return null
}

/** Settings that ask for least memory, and that the choice depends on. */
function heededPhrases({ dependsOn }: Decision, { profile, settings }: Configuration): Message[] {
  return declared(profile).flatMap(({ id: setting, leastMemory: value }): Message[] => {
    const heeded = value !== undefined && settings[setting] === value && dependsOn.includes(setting)
    return heeded ? [{ id: 'setting.phrase', setting, value }] : []
  })
}

function sameEngine(a: Configuration, b: Configuration): boolean {
  const [first, second] = [profileOf(a.profile)?.setup, profileOf(b.profile)?.setup]
  return first?.engine === second?.engine
}

function declared(profile: string) {
  return profileOf(profile)?.traits.settings ?? []
}

/** Whether it is a later version of the same engine. */
function isLater({ profile: later }: Configuration, { profile: earlier }: Configuration): boolean {
  const [a, b] = [profileOf(earlier)?.setup, profileOf(later)?.setup]
  return a !== undefined && b !== undefined && a.engine === b.engine && compareVersions(a.version, b.version) < 0
}

/** The algorithm is the same: sizes differ by the way they are laid out. */
function sizeCause({ a, b }: ConfigurationPair): Message {
  if (a.profile !== b.profile) {
    return { id: 'cause.layout', a: engineName(a.profile), b: engineName(b.profile) }
  }
  const causes: Message[] = []
  if (a.isa !== b.isa) causes.push({ id: 'cause.blocks', a: a.isa, b: b.isa })
  if (a.threads !== b.threads) causes.push({ id: 'cause.scratch', a: a.threads, b: b.threads })
  return causes.length > 0 ? { id: 'cause.sizes', causes } : { id: 'cause.others' }
}

interface Difference {
  readonly dependency: Dependency
  readonly change: Message
}

function differences(a: Configuration, b: Configuration): readonly Difference[] {
  const found: Difference[] = differingSettings(a, b).map(({ setting, ...values }) => ({
    dependency: setting,
    change: { id: 'change.setting', setting, ...values },
  }))
  if (a.isa !== b.isa) found.push({ dependency: 'isa', change: { id: 'change.isa', a: a.isa, b: b.isa } })
  if (a.threads !== b.threads) {
    found.push({ dependency: 'threads', change: { id: 'change.threads', a: a.threads, b: b.threads } })
  }
  return found
}

/** Settings of B’s profile by which two configurations differ. */
export function differingSettings(
  a: Configuration,
  b: Configuration,
): readonly { readonly setting: SettingId; readonly a: SettingValue; readonly b: SettingValue }[] {
  return declared(b.profile)
    .map((setting) => ({ setting: setting.id, a: settingValue(setting, a), b: settingValue(setting, b) }))
    .filter((values) => values.a !== values.b)
}
