// SPDX-License-Identifier: Apache-2.0
import type { TuningEnd, TuningProgress } from '#contract/tuning'
import { type ActionContext, createLatest } from './context'

export type TuningActions = ReturnType<typeof createTuningActions>

/** `replan`: measured times may choose other kernels. */
export function createTuningActions({ bridge, get, set }: ActionContext, replan: () => Promise<void>) {
  const latest = createLatest()
  const actions = {
    /** Asks how much of what decides the kernels on screen was measured. */
    async refreshTuning(): Promise<void> {
      const { model, configuration } = get()
      const isLatest = latest.next()
      if (model === null) return set({ tuningState: null })
      const answer = await bridge.invoke('tuning:state', model.id, configuration)
      if (isLatest()) set({ tuningState: answer.ok ? answer.value : null })
    },
    async startTuning(): Promise<void> {
      const { model, configuration, tuningProgress } = get()
      if (model === null || tuningProgress !== null) return
      set({ tuningProgress: { done: 0, kernels: 0 } })
      const answer = await bridge.invoke('tuning:start', model.id, configuration)
      if (!answer.ok) set({ problem: answer.problem, tuningProgress: null })
    },
    async cancelTuning(): Promise<void> {
      await bridge.invoke('tuning:cancel')
    },
    /** Forgets all measured times; undo brings them back. */
    async clearTimings(): Promise<void> {
      await bridge.invoke('tuning:clear')
      set({ timingsForgotten: get().timingsForgotten + 1 })
      await Promise.all([actions.refreshTuning(), replan()])
    },
    /** Forgets what is to be forgotten now, and brings back what is not any more. */
    async setTimingsForgotten(before: number, now: number): Promise<void> {
      if (before === now) return
      await bridge.invoke(now > before ? 'tuning:clear' : 'tuning:restore')
      await actions.refreshTuning()
    },
    receiveTuningProgress: (progress: TuningProgress): void => {
      if (get().tuningProgress !== null) set({ tuningProgress: progress })
    },
    async receiveTuningEnd(end: TuningEnd): Promise<void> {
      set({ tuningProgress: null })
      if (end.outcome === 'failed') set({ problem: end.problem })
      await Promise.all([actions.refreshTuning(), replan()])
    },
  }
  return actions
}
