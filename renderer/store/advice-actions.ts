// SPDX-License-Identifier: Apache-2.0
import type { Remedy } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import type { Problem } from '#contract/errors'
import { changedConfiguration } from '../lib/configurations'
import { unchanged } from '../lib/equal'
import type { ComparisonActions } from './comparison-actions'
import { type ActionContext, createLatest } from './context'
import type { PlanActions } from './plan-actions'
import { asOneStep } from './steps'

export function createAdviceActions(
  context: ActionContext,
  plan: Pick<PlanActions, 'replan'> & Pick<ComparisonActions, 'keepAsBaseline'>,
) {
  const { bridge, get, set } = context
  const latestWarnings = createLatest()
  const latestAdvice = createLatest()
  const latestBudget = createLatest()
  const latestForced = createLatest()

  const actions = {
    /** Asks what is wrong with the plan that is shown. */
    async warn(): Promise<void> {
      const { plan: shown, warnings: before } = get()
      const isLatest = latestWarnings.next()
      if (shown === null) return set({ warnings: null })
      const answer = await bridge.invoke('plan:warnings', shown.modelId, shown.configuration)
      if (answer.ok && isLatest() && get().plan === shown) set({ warnings: unchanged(answer.value, before) })
    },
    /** Asks for advice on the plan that is shown, once; only the newest request's answer is kept. */
    async advise(): Promise<void> {
      const { plan: shown, advice } = get()
      if (shown === null || advice?.plan === shown) return
      const isLatest = latestAdvice.next()
      set({ advice: { plan: shown, plans: 0, answer: null } })
      const answer = await bridge.invoke('plan:advise', shown.modelId, shown.configuration)
      if (isLatest() && get().advice?.plan === shown) set({ advice: { plan: shown, plans: 0, answer } })
    },
    /** Asks what the whole model takes with each candidate of a node's layer forced. */
    async askForced(node: number): Promise<void> {
      const { plan: shown, forced } = get()
      if (shown === null || (forced?.plan === shown && forced.node === node)) return
      const isLatest = latestForced.next()
      const answer = await bridge.invoke('plan:forced-totals', shown.modelId, shown.configuration, node)
      if (isLatest() && get().plan === shown && answer.ok) set({ forced: { plan: shown, node, totals: answer.value } })
    },
    /** Asks for the cheapest algorithm per layer within so many bytes. */
    async askBudget(budgetBytes: number): Promise<void> {
      const { plan: shown } = get()
      if (shown === null) return
      const isLatest = latestBudget.next()
      set({ budget: { bytes: budgetBytes, plans: 0, answer: null } })
      const answer = await bridge.invoke('plan:budget', shown.modelId, shown.configuration, budgetBytes)
      if (!isLatest() || get().model?.id !== shown.modelId) return
      if (answer.ok) set({ budget: { bytes: budgetBytes, plans: 0, answer: answer.value } })
      else set({ budget: null, ...(answer.problem.code === 'cancelled' ? {} : { problem: answer.problem }) })
    },
    async cancelBudget(): Promise<void> {
      latestBudget.next()
      set({ budget: null })
      await bridge.invoke('plan:cancel-budget')
    },
    /** Makes the configuration of a remedy the current one, whole. */
    async adopt(configuration: Configuration): Promise<void> {
      await asOneStep(context, { kind: 'remedy' }, () => set({ configuration }))
      await plan.replan()
    },
    /** Keeps the current configuration as A and adopts the remedy's as B. */
    async compareWith({ configuration }: Remedy): Promise<void> {
      if (configuration === null) return
      await asOneStep(context, { kind: 'remedy' }, () => {
        plan.keepAsBaseline()
        set({ tab: 'compare', configuration })
      })
      await plan.replan()
    },
    /** Forces algorithms; the problem where that is refused, with everything left as it was. */
    async override(overrides: NonNullable<Configuration['overrides']>): Promise<Problem | null> {
      const { model, host, configuration } = get()
      if (model === null) return null
      const wanted = changedConfiguration(host?.profiles ?? [], configuration, { overrides })
      const answer = await bridge.invoke('plan:create', model.id, wanted)
      if (!answer.ok) return answer.problem
      set({ configuration: wanted })
      await plan.replan()
      return null
    },
  }
  return actions
}
