import type { Settings } from '#contract/settings'
import { languageOf } from '#messages/languages'
import { setLanguage } from '../i18n'
import { setByteUnits } from '../lib/bytes'
import type { ActionContext } from './context'

export interface SettingsActions {
  /** Holds at once; main keeps it for the next start. */
  changeSettings(change: Partial<Settings>): Promise<void>
  /** Takes over what main has kept. */
  applySettings(settings: Settings): void
  refreshRecent(): Promise<void>
  forgetRecent(path: string | null): Promise<void>
}

export function createSettingsActions({ bridge, get, set }: ActionContext): SettingsActions {
  const actions: SettingsActions = {
    async changeSettings(change) {
      actions.applySettings({ ...get().settings, ...change })
      const answer = await bridge.invoke('settings:change', change)
      if (!answer.ok) set({ problem: answer.problem })
    },
    applySettings(settings) {
      setLanguage(languageOf(settings.language, globalThis.navigator?.language ?? ''))
      setByteUnits(settings.units)
      set({ settings })
    },
    async refreshRecent() {
      const answer = await bridge.invoke('recent:list')
      if (answer.ok) set({ recent: answer.value })
    },
    async forgetRecent(path) {
      const answer = await bridge.invoke('recent:forget', path)
      if (answer.ok) set({ recent: answer.value })
    },
  }
  return actions
}
