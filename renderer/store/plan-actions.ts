// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Target } from '#contract/configuration'
import { changedConfiguration } from '../lib/configurations'
import { type ActionContext, createLatest } from './context'
import { retracted } from './steps'

export type PlanActions = ReturnType<typeof createPlanActions>

/** `compare` runs when there is a new plan. */
export function createPlanActions({ bridge, get, set }: ActionContext, compare: () => Promise<void>) {
  const latestPlan = createLatest()

  const actions = {
    async configure(change: Partial<Configuration>): Promise<void> {
      const { host, configuration } = get()
      set({ configuration: changedConfiguration(host?.profiles ?? [], configuration, change) })
      await actions.replan()
    },
    /** Sets all that a device and build stand for; other settings stay. */
    async chooseTarget({ profile, isa, settings }: Target): Promise<void> {
      await actions.configure({ profile, isa, settings: { ...get().configuration.settings, ...settings } })
    },
    /** Plans the current configuration anew; only the newest request's answer is kept. */
    async replan(): Promise<void> {
      const { model, configuration } = get()
      if (model === null) return
      const isLatest = latestPlan.next()
      const answer = await bridge.invoke('plan:create', model.id, configuration)
      if (!isLatest() || get().model !== model) return
      if (!answer.ok) {
        // An override that cannot be met is not taken: what is shown stays what is asked for.
        const { plan } = get()
        const kept = answer.problem.code === 'plan/impossible-override' && plan?.modelId === model.id
        const { problem } = answer
        set(kept ? retracted(get(), { problem, configuration: plan.configuration }) : { problem })
        return
      }
      set({ plan: answer.value })
      await compare()
    },
  }
  return actions
}
