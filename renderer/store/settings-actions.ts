// SPDX-License-Identifier: Apache-2.0
import type { Machine } from '#contract/machine'
import type { Settings } from '#contract/settings'
import { setByteUnits } from '#messages/figures'
import { languageOf } from '#messages/languages'
import { setLanguage } from '../i18n'
import type { ActionContext } from './context'
import type { PlanActions } from './plan-actions'

export function createSettingsActions({ bridge, get, set }: ActionContext, { replan }: Pick<PlanActions, 'replan'>) {
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
    /** Models times of other engines for a machine; null: a usual one. */
    async modelTimesFor(machine: Machine | null): Promise<void> {
      await actions.changeSettings({ timesFor: machine })
      if (get().model !== null) await replan()
    },
    /** Lets the user choose a file with figures of a machine, and models times for that. */
    async chooseMachine(): Promise<void> {
      const answer = await bridge.invoke('machine:choose')
      if (!answer.ok) set({ problem: answer.problem })
      else if (answer.value !== null) await actions.modelTimesFor(answer.value)
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
