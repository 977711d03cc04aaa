// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import * as v from 'valibot'
import { MAX_THREADS } from '#contract/configuration'
import type { Result } from '#contract/errors'
import { DEFAULT_SETTINGS, type Settings, THEMES } from '#contract/settings'
import { PANEL_LAYOUTS } from '#contract/workspace'
import { machine } from '#core/machine/machine-text'
import { BYTE_UNITS } from '#messages/figures'
import { LANGUAGES } from '#messages/languages'
import { openStoredValue } from '../files/stored-value'

const threads = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_THREADS)))
const entries = {
  theme: v.picklist(THEMES),
  language: v.picklist([...LANGUAGES.map(({ tag }) => tag), 'system']),
  units: v.picklist(BYTE_UNITS),
  threads,
  reopenLast: v.boolean(),
  watch: v.boolean(),
  layout: v.picklist(PANEL_LAYOUTS),
  timesFor: v.nullable(machine),
}

/** What the window may change, one or several at a time. */
export const settingsChange = v.pipe(
  v.partial(v.strictObject(entries)),
  v.transform(
    (change): Partial<Settings> =>
      Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
  ),
)

/** A field that is missing or spoiled falls back by itself: the others stay. */
const stored = v.object({
  theme: v.fallback(entries.theme, DEFAULT_SETTINGS.theme),
  language: v.fallback(entries.language, DEFAULT_SETTINGS.language),
  units: v.fallback(entries.units, DEFAULT_SETTINGS.units),
  threads: v.fallback(entries.threads, DEFAULT_SETTINGS.threads),
  reopenLast: v.fallback(entries.reopenLast, DEFAULT_SETTINGS.reopenLast),
  watch: v.fallback(entries.watch, DEFAULT_SETTINGS.watch),
  layout: v.fallback(entries.layout, DEFAULT_SETTINGS.layout),
  timesFor: v.fallback(entries.timesFor, DEFAULT_SETTINGS.timesFor),
})

export interface SettingsStore {
  get(): Settings
  change(change: Partial<Settings>): Promise<Result<Settings>>
}

/** Settings in settings.json of the user's folder. */
export function openSettings(folder: string): SettingsStore {
  const file = openStoredValue<Settings>(join(folder, 'settings.json'), stored, DEFAULT_SETTINGS)
  return { get: file.get, change: (change) => file.change((settings) => ({ ...settings, ...change })) }
}
