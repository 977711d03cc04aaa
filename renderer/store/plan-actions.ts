import type { Configuration } from '#contract/configuration'
import { changedConfiguration } from '../lib/configurations'
import { type ActionContext, createLatest } from './context'

export interface PlanActions {
  configure(change: Partial<Configuration>): Promise<void>
  /** Plans the current configuration anew; only the newest request's answer is kept. */
  replan(): Promise<void>
}

/** `compare` runs when there is a new plan. */
export function createPlanActions({ bridge, get, set }: ActionContext, compare: () => Promise<void>): PlanActions {
  const latestPlan = createLatest()

  const actions: PlanActions = {
    async configure(change) {
      const { host, configuration } = get()
      set({ configuration: changedConfiguration(host?.profiles ?? [], configuration, change) })
      await actions.replan()
    },
    async replan() {
      const { model, configuration } = get()
      if (model === null) return
      const isLatest = latestPlan.next()
      const answer = await bridge.invoke('plan:create', model.id, configuration)
      if (!isLatest() || get().model !== model) return
      if (!answer.ok) {
        // An override that cannot be met is not taken: what is shown stays what is asked for.
        const { plan } = get()
        const kept = answer.problem.code === 'plan/impossible-override' && plan?.modelId === model.id
        set({ problem: answer.problem, ...(kept ? { configuration: plan.configuration } : {}) })
        return
      }
      set({ plan: answer.value })
      await compare()
    },
  }
  return actions
}
