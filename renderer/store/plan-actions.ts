// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Target } from '#contract/configuration'
import { ok } from '#contract/errors'
import type { Plan } from '#contract/plan'
import { changedConfiguration } from '../lib/configurations'
import { withKeptParts } from '../lib/kept-parts'
import { followingSide } from '../lib/sides'
import { type ActionContext, createLatest } from './context'
import { createKnownPlans } from './known-plans'
import type { AppState } from './state'
import { retracted } from './steps'

export type PlanActions = ReturnType<typeof createPlanActions>

/** `compare` runs when there is a new plan. */
export function createPlanActions({ bridge, get, set }: ActionContext, compare: () => Promise<void>) {
  const latestPlan = createLatest()
  const known = createKnownPlans()

  const actions = {
    async configure(change: Partial<Configuration>): Promise<void> {
      const { host, configuration } = get()
      const changed = changedConfiguration(host?.profiles ?? [], configuration, change)
      set({ configuration: changed, ...linkedSides(get(), change) })
      await show()
    },
    /** Sets all that a device and build stand for; other settings stay. */
    async chooseTarget({ profile, isa, settings }: Target): Promise<void> {
      await actions.configure({ profile, isa, settings: { ...get().configuration.settings, ...settings } })
    },
    /** A plan beside the one that is shown; null where there is none. */
    async planOf(configuration: Configuration): Promise<Plan | null> {
      const { model } = get()
      const answer = model === null ? null : await bridge.invoke('plan:create', model.id, configuration)
      return answer?.ok ? answer.value : null
    },
    /** Plans the current configuration anew, as the same one may be planned otherwise than before. */
    async replan(): Promise<void> {
      known.clear()
      await show()
    },
  }

  /** Shows the plan of the current configuration; only the newest request's answer is kept. */
  async function show(): Promise<void> {
    const { model, configuration } = get()
    if (model === null) return
    const isLatest = latestPlan.next()
    const found = known.of(model.id, configuration)
    const answer = found === null ? await bridge.invoke('plan:create', model.id, configuration) : ok(found)
    if (!isLatest() || get().model !== model) return
    if (!answer.ok) {
      // An override that cannot be met is not taken: what is shown stays what is asked for.
      const { plan } = get()
      const kept = answer.problem.code === 'plan/impossible-override' && plan?.modelId === model.id
      const { problem } = answer
      set(kept ? retracted(get(), { problem, configuration: plan.configuration }) : { problem })
      return
    }
    const plan = found ?? withKeptParts(answer.value, get().plan)
    known.keep(configuration, plan)
    set({ plan })
    await compare()
  }

  return actions
}

/** The sides that go along with a change of the current configuration; those that are saved stay what they are. */
function linkedSides(state: AppState, change: Partial<Configuration>): Partial<AppState> {
  const { host, panels, baseline, savedBaseline, configuration, picked } = state
  if (!panels.compareLinked || baseline === null) return {}
  const follow = (side: Configuration) => followingSide(host?.profiles ?? [], side, configuration, change)
  return {
    ...(savedBaseline === null ? { baseline: follow(baseline) } : {}),
    picked: picked.map((source) =>
      source.saved === undefined ? { configuration: follow(source.configuration) } : source,
    ),
  }
}
