// SPDX-License-Identifier: Apache-2.0
import type { Configuration, SettingValue } from '#contract/configuration'
import { shownValues } from '#core/planning/across-engines'
import { redefinedSetting } from '#core/planning/succession'
import type { ConfigurationChoice } from './configuration-options'

/** Of the setting whose meaning has changed between releases: the value that was named, or else those worth seeing. */
export function ladderValues(configuration: Configuration, { settings }: ConfigurationChoice): SettingValue[] {
  const setting = redefinedSetting(configuration)
  if (setting === null) return []
  const value = settings?.[setting.id]
  return value === undefined ? shownValues(setting, { settings: {} }) : [value]
}
