import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Plan } from '#contract/plan'
import type { Planner } from '#core/planner'
import { configuration } from '#core/planning/configuration-schema'
import type { EntryFinder } from '../documents/entries'
import type { Adviser } from '../plans/adviser'
import type { HandlersOf } from './handle'
import { bytes, comparisonRequest, id } from './schemas'

interface PlanSources {
  readonly planner: Planner
  readonly adviser: Adviser
  readonly finder: Pick<EntryFinder, 'compare'>
  /** The user looks at this plan. */
  planned(plan: Plan): void
  /** The user holds others against this plan. */
  baseline(plan: Plan): void
}

export function planHandlers({ planner, adviser, finder, planned, baseline }: PlanSources): HandlersOf<'plan'> {
  return {
    'plan:create': {
      schema: v.tuple([id, configuration]),
      answer(modelId, wanted) {
        const plan = planner.plan(modelId, wanted)
        if (plan.ok) {
          planned(plan.value)
          planner.anticipate(modelId, wanted)
        }
        return plan
      },
    },
    'plan:compare': {
      schema: v.tuple([comparisonRequest]),
      answer(request) {
        const comparison = finder.compare(request)
        const { a, modelId } = request
        const plan = comparison.ok && a.saved === undefined ? planner.plan(modelId, a.configuration) : null
        if (plan?.ok) baseline(plan.value)
        return comparison
      },
    },
    'plan:advise': { schema: v.tuple([id, configuration]), answer: adviser.advise },
    'plan:budget': { schema: v.tuple([id, configuration, bytes]), answer: adviser.withinBudget },
    'plan:cancel-budget': { schema: v.tuple([]), answer: () => ok(adviser.cancelBudget()) },
  }
}
