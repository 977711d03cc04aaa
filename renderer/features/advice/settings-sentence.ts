// SPDX-License-Identifier: Apache-2.0
import type { Advice } from '#contract/advice'
import { dependencyName } from '#messages/configuration'
import { say, t } from '../../i18n'

/** Which settings of this very version and build change an algorithm; said plainly where none does. */
export function settingsSentence(heeded: Advice['heeded'], engine: string): string {
  if (heeded.length === 0) return t('advice:noSetting', { engine })
  const list = heeded
    .map(({ of, layers }) => t('advice:settingLayers', { setting: say(dependencyName(of)), count: layers }))
    .join(t('advice:listSeparator'))
  const only = heeded.every(({ of }) => of === 'threads')
  return only ? t('advice:onlyThreads', { engine, list }) : t('advice:someSettings', { engine, list })
}
