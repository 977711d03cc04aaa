// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { ModelId } from '#contract/model'
import type { Plan } from '#contract/plan'
import { configurationKey } from '../lib/configurations'

/** Of all plans that are kept together: those of ten configurations of a hundred layers, and of a large model the last one. */
const MOST_DECISIONS = 2000

/** The plans that were shown last, so that going back to one asks nobody. */
export function createKnownPlans() {
  const plans = new Map<string, Plan>()
  const keyOf = (modelId: ModelId, configuration: Configuration) => `${modelId} ${configurationKey(configuration)}`
  return {
    of: (modelId: ModelId, configuration: Configuration): Plan | null =>
      plans.get(keyOf(modelId, configuration)) ?? null,
    keep(configuration: Configuration, plan: Plan): void {
      const key = keyOf(plan.modelId, configuration)
      plans.delete(key)
      plans.set(key, plan)
      let decisions = [...plans.values()].reduce((sum, each) => sum + each.decisions.length, 0)
      for (const [oldest, each] of plans) {
        if (decisions <= MOST_DECISIONS || oldest === key) break
        plans.delete(oldest)
        decisions -= each.decisions.length
      }
    },
    /** The same configuration may be planned otherwise from now on. */
    clear: (): void => plans.clear(),
  }
}
