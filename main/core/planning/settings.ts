// SPDX-License-Identifier: Apache-2.0
import type { Configuration, ProfileTraits, Setting, SettingValue } from '#contract/configuration'
import type { Message } from '#messages/message'

/** A setting whose values have a type: so its engine reads it of a configuration. */
export interface SettingOf<V extends SettingValue> extends Setting {
  readonly values: readonly V[]
  readonly default: V
}

export function declareSetting<const V extends SettingValue>(setting: SettingOf<V>): SettingOf<V> {
  return setting
}

/** What the configuration says of a setting. It has been checked before (objectionToSettings). */
export function read<V extends SettingValue>(
  { id, default: initial, values }: SettingOf<V>,
  { settings }: Pick<Configuration, 'settings'>,
): V {
  return values.find((value) => value === settings[id]) ?? initial
}

/** Settings arrive from outside, whatever their type says; null: all of them are the profile’s. */
export function objectionToSettings(
  { label, settings: declared }: ProfileTraits,
  { settings }: Pick<Configuration, 'settings'>,
): Message | null {
  for (const [id, value] of Object.entries(settings)) {
    const setting = declared.find((each) => each.id === id)
    if (setting === undefined) return { id: 'problem.plan.noSetting', engine: label, setting: id }
    if (!setting.values.includes(value)) {
      return { id: 'problem.plan.setting', setting: id, value: String(value), known: setting.values.map(String) }
    }
  }
  return null
}
