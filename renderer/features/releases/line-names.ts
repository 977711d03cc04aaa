// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type Setting, settingValue } from '#contract/configuration'
import { say, t } from '../../i18n'
import type { LadderGroup } from './ladder-rows'

/** Of ladders that are drawn as a line: "Total with memory normal, memory high". */
export function hiddenName({ values }: LadderGroup, setting: Setting | null): string {
  const names = setting === null ? [] : values.map((value) => say({ id: 'setting.phrase', setting: setting.id, value }))
  return t('releases:hidden', { values: names.join(t('releases:listSeparator')) })
}

/** "memory low": what tells this ladder of an engine from its others; null where there is no such setting. */
export function ladderSetting(configuration: Configuration, setting: Setting | null): string | null {
  if (setting === null) return null
  return say({ id: 'setting.phrase', setting: setting.id, value: settingValue(setting, configuration) })
}
