import type { Advice } from '#contract/advice'
import { t } from '../../i18n'
import { DEPENDENCY_LABELS } from '../../lib/labels'

const SETTINGS = ['memory', 'precision', 'winogradLevel', 'threads'] as const

/** Which settings of this very version and build change an algorithm; said plainly where none does. */
export function settingsSentence(settings: Advice['settings'], engine: string): string {
  const heeded = SETTINGS.filter((setting) => settings[setting] > 0)
  if (heeded.length === 0) return t('advice:noSetting', { engine })
  const list = heeded
    .map((setting) => t('advice:settingLayers', { setting: DEPENDENCY_LABELS[setting], count: settings[setting] }))
    .join(t('advice:listSeparator'))
  const only = heeded.length === 1 && heeded[0] === 'threads'
  return only ? t('advice:onlyThreads', { engine, list }) : t('advice:someSettings', { engine, list })
}
