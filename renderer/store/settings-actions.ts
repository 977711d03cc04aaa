// SPDX-License-Identifier: Apache-2.0
import type { Settings } from '#contract/settings'
import { languageOf } from '#messages/languages'
import { setLanguage } from '../i18n'
import { setByteUnits } from '../lib/bytes'
import type { ActionContext } from './context'

export function createSettingsActions({ bridge, get, set }: ActionContext) {
  const actions = {
    /** Holds at once; main keeps it for the next start. */
    async changeSettings(change: Partial<Settings>): Promise<void> {
      actions.applySettings({ ...get().settings, ...change })
      const answer = await bridge.invoke('settings:change', change)
      if (!answer.ok) set({ problem: answer.problem })
    },
    /** Takes over what main has kept. */
    applySettings(settings: Settings): void {
      setLanguage(languageOf(settings.language, globalThis.navigator?.language ?? ''))
      setByteUnits(settings.units)
      set({ settings })
    },
    /** What this machine can do at most; `again`: measured now. */
    measureMachine: (again: boolean) => bridge.invoke('machine:measure', again),
    async refreshRecent(): Promise<void> {
      const answer = await bridge.invoke('recent:list')
      if (answer.ok) set({ recent: answer.value })
    },
    async forgetRecent(path: string | null): Promise<void> {
      const answer = await bridge.invoke('recent:forget', path)
      if (answer.ok) set({ recent: answer.value })
    },
  }
  return actions
}
