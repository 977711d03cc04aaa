// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises'
import type { Advice, BudgetAnswer } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { ModelStore } from '#core/model-store'
import type { Planner } from '#core/planner'
import { type AdviceInput, advise, type Steps } from '#core/planning/advice/advise'
import { withinBudget } from '#core/planning/advice/budget'

/** Advice takes many plans: they are made one by one, with room for other requests between them. */
export interface Adviser {
  advise(modelId: ModelId, configuration: Configuration): Promise<Result<Advice>>
  withinBudget(modelId: ModelId, configuration: Configuration, budgetBytes: number): Promise<Result<BudgetAnswer>>
  /** Has a budget that is under way answered with "cancelled". */
  cancelBudget(): void
  stop(): void
}

interface AdviserParts {
  readonly store: ModelStore
  readonly planner: Pick<Planner, 'plan' | 'input'>
}

export interface AdviserListener {
  /** Plans made so far for what was asked for last. */
  progress(of: 'advice' | 'budget', plans: number): void
}

export function createAdviser({ store, planner }: AdviserParts, listener: AdviserListener): Adviser {
  const newest = { advice: 0, budget: 0 }

  /** Only the newest request of a kind is worked on. */
  async function work<T>(
    kind: keyof typeof newest,
    modelId: ModelId,
    configuration: Configuration,
    begin: (input: AdviceInput) => Steps<T>,
  ): Promise<Result<T>> {
    const mine = ++newest[kind]
    const stored = store.get(modelId)
    if (!stored.ok) return stored
    const plan = planner.plan(modelId, configuration)
    if (!plan.ok) return plan
    const planning = planner.input(modelId, configuration)
    if (!planning.ok) return planning
    const replan = (other: Configuration): Plan | null => {
      const made = planner.plan(modelId, other)
      return made.ok ? made.value : null
    }
    const steps = begin({ planning: planning.value, plan: plan.value, modelFile: stored.value.view.fileName, replan })
    for (let plans = 1; ; plans++) {
      await setImmediate()
      if (mine !== newest[kind]) return fail({ code: 'cancelled', message: { id: 'problem.superseded' } })
      const step = steps.next()
      if (step.done === true) return ok(step.value)
      listener.progress(kind, plans)
    }
  }

  return {
    advise: (modelId, configuration) => work('advice', modelId, configuration, advise),
    withinBudget: (modelId, configuration, budgetBytes) =>
      work('budget', modelId, configuration, (input) => withinBudget(input, budgetBytes)),
    cancelBudget() {
      newest.budget += 1
    },
    stop() {
      newest.advice += 1
      newest.budget += 1
    },
  }
}
