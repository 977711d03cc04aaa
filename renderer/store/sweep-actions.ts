// SPDX-License-Identifier: Apache-2.0
import type { SweepAxis } from '#contract/sweep'
import { type ActionContext, createLatest } from './context'

export function createSweepActions({ bridge, get, set }: ActionContext) {
  const latest = createLatest()

  return {
    /** Plans the current configuration with every value of an axis. */
    async askSweep(axis: SweepAxis, resized: boolean): Promise<void> {
      const { model, configuration } = get()
      if (model === null) return
      const isLatest = latest.next()
      const request = { modelId: model.id, configuration, axis, resized }
      set({ sweep: { request, done: 0, answer: null } })
      const answer = await bridge.invoke('plan:sweep', request)
      if (isLatest() && get().model?.id === model.id) set({ sweep: { request, done: 0, answer } })
    },
    /** What is under way then answers with "cancelled". */
    async cancelSweep(): Promise<void> {
      await bridge.invoke('plan:cancel-sweep')
    },
  }
}
