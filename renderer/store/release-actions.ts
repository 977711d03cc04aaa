// SPDX-License-Identifier: Apache-2.0
import type { Remedy } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { sameConfiguration } from '../lib/configurations'
import { coversConfiguration } from '../lib/ladders'
import { type ActionContext, createLatest } from './context'

export function createReleaseActions({ bridge, get, set }: ActionContext) {
  const latest = createLatest()
  const latestEngines = createLatest()

  return {
    /** Asks for all releases of the current configuration's engine; what is there already, or under way, is not asked for again. */
    async askReleases(): Promise<void> {
      const { model, host, configuration: of, ladders } = get()
      if (model === null) return
      const known = ladders !== null && ladders.answer?.ok !== false
      if (known && coversConfiguration(host?.profiles ?? [], ladders, of)) return
      const isLatest = latest.next()
      set({ ladders: { of, plans: 0, answer: null } })
      const answer = await bridge.invoke('plan:releases', model.id, of)
      if (isLatest() && get().model?.id === model.id) set({ ladders: { of, plans: 0, answer } })
    },
    /** The same of all engines. */
    async askEngines(): Promise<void> {
      const { model, configuration: of, engines } = get()
      if (model === null) return
      if (engines !== null && engines.answer?.ok !== false && sameConfiguration(engines.of, of)) return
      const isLatest = latestEngines.next()
      set({ engines: { of, plans: 0, answer: null } })
      const answer = await bridge.invoke('plan:engines', model.id, of)
      if (isLatest() && get().model?.id === model.id) set({ engines: { of, plans: 0, answer } })
    },
    /** What is under way then answers with "cancelled". */
    async cancelReleases(): Promise<void> {
      await bridge.invoke('plan:cancel-releases')
    },
    /** What helps most under a configuration; null where nothing does, or where it is no longer wanted. */
    async remedyFor(configuration: Configuration): Promise<Remedy | null> {
      const { model } = get()
      const answer = model === null ? null : await bridge.invoke('plan:remedy', model.id, configuration)
      return answer?.ok ? answer.value : null
    },
  }
}
