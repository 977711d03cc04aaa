// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { FirstValues } from '#contract/statistics'
import { type ActionContext, createLatest } from './context'
import type { StatisticsState } from './state'

export function createWeightActions({ bridge, get, set }: ActionContext) {
  const latest = createLatest()

  const keep = (tensor: number, state: StatisticsState): void =>
    set({ statistics: new Map(get().statistics).set(tensor, state) })

  return {
    /** Has the values of a constant tensor looked at, unless they have been; one tensor at a time. */
    async loadStatistics(tensor: number): Promise<void> {
      const { model, statistics } = get()
      const known = statistics.get(tensor)
      if (model === null || known?.kind === 'known' || known?.kind === 'busy') return
      const isLatest = latest.next()
      keep(tensor, { kind: 'busy' })
      const answer = await bridge.invoke('weights:statistics', model.id, tensor)
      // Values are the file's: other input shapes leave them as they are.
      if (get().model?.sha256 !== model.sha256) return
      if (answer.ok) keep(tensor, { kind: 'known', value: answer.value })
      else if (answer.problem.code !== 'cancelled') keep(tensor, { kind: 'failed', problem: answer.problem })
      // Given up for another tensor, it is as if it had not been asked for.
      else if (isLatest()) keep(tensor, { kind: 'cancelled' })
      else keep(tensor, { kind: 'unknown' })
    },
    /** The first values of a constant tensor. */
    async firstValues(tensor: number): Promise<Result<FirstValues> | null> {
      const { model } = get()
      return model === null ? null : bridge.invoke('weights:values', model.id, tensor)
    },
    async cancelStatistics(): Promise<void> {
      await bridge.invoke('weights:cancel')
    },
  }
}
