// SPDX-License-Identifier: Apache-2.0
import {
  type Configuration,
  isOffered,
  type ProfileTraits,
  type Setting,
  type SettingId,
  settingValue,
  usesProcessor,
} from '#contract/configuration'
import { DEPENDENCIES, type Dependency } from '#contract/plan'
import type { Message, Say } from './message'

/** One part of a configuration in words. */
export interface ConfigurationPart {
  readonly of: 'profile' | 'threads' | 'isa' | 'overrides' | SettingId
  readonly text: Message
}

/**
 * A configuration in words, for window, terminal, tables and reports. Settings at their default are left out but for
 * prominent ones, and threads and instruction set where they make no difference. `traits` are those of its profile; undefined where this version does not know it.
 */
export function configurationParts(
  configuration: Configuration,
  traits: ProfileTraits | undefined,
): readonly ConfigurationPart[] {
  const { profile, threads, isa, settings, overrides = [] } = configuration
  const declared: readonly Setting[] =
    traits?.settings ?? Object.entries(settings).map(([id, value]) => ({ id, values: [value], default: value }))
  const phrases = declared
    .filter(
      (setting) =>
        setting.prominent || settings[setting.id] !== undefined || (setting.told && isOffered(setting, configuration)),
    )
    .map((setting) => {
      const { id, prominent = false } = setting
      const text: Message = { id: 'setting.phrase', setting: id, value: settingValue(setting, configuration) }
      return { prominent, part: { of: id, text } }
    })
  const idle = !usesProcessor(declared, configuration)
  const told = (wanted: boolean) => phrases.filter(({ prominent }) => prominent === wanted).map(({ part }) => part)
  return [
    { of: 'profile', text: traits?.label ?? { id: 'engine.other', name: profile } },
    ...told(true),
    ...(idle
      ? []
      : ([
          { of: 'threads', text: { id: 'configuration.threads', threads } },
          { of: 'isa', text: { id: 'configuration.isa', isa } },
        ] as const)),
    ...told(false),
    ...(overrides.length === 0
      ? []
      : [{ of: 'overrides', text: { id: 'configuration.overrides', count: overrides.length } } as const]),
  ]
}

export function configurationText(
  configuration: Configuration,
  traits: ProfileTraits | undefined,
  say: Say,
  separator: string,
): string {
  return configurationParts(configuration, traits)
    .map(({ text }) => say(text))
    .join(separator)
}

/** What a decision depends on, as a list names it. */
export function dependencyName(dependency: Dependency): Message {
  const own = DEPENDENCIES.find((each) => each === dependency)
  return own === undefined ? { id: 'setting.name', setting: dependency } : { id: `dependency.${own}` }
}
