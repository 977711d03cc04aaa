// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ARENA_ORIGINS } from '#contract/arena'
import { ok } from '#contract/errors'
import { configuration } from '#core/planning/configuration-schema'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { bytes, comparisonRequest, id, node, sweepRequest } from './schemas'

type Sources = Pick<Application, 'planner' | 'adviser' | 'sweeper' | 'finder' | 'lints' | 'keepBaseline'>

export function planHandlers(application: Sources): HandlersOf<'plan'> {
  const { planner, adviser, sweeper, finder } = application
  return {
    'plan:create': {
      schema: v.tuple([id, configuration]),
      async answer(modelId, wanted) {
        const plan = await planner.plan(modelId, wanted)
        if (plan.ok) planner.anticipate(modelId, wanted)
        return plan
      },
    },
    'plan:arena': { schema: v.tuple([id, configuration, v.picklist(ARENA_ORIGINS)]), answer: planner.arena },
    'plan:compare': {
      schema: v.tuple([comparisonRequest]),
      async answer(request) {
        const comparison = await finder.compare(request)
        const { a, modelId } = request
        const plan = comparison.ok && a.saved === undefined ? await planner.plan(modelId, a.configuration) : null
        if (plan?.ok) application.keepBaseline(plan.value)
        return comparison
      },
    },
    'plan:warnings': { schema: v.tuple([id, configuration]), answer: application.lints },
    'plan:advise': { schema: v.tuple([id, configuration]), answer: adviser.advise },
    'plan:budget': { schema: v.tuple([id, configuration, bytes]), answer: adviser.withinBudget },
    'plan:forced-totals': { schema: v.tuple([id, configuration, node]), answer: adviser.forcedTotals },
    'plan:remedy': { schema: v.tuple([id, configuration]), answer: adviser.remedy },
    'plan:releases': {
      schema: v.tuple([id, configuration]),
      answer: (modelId, wanted) => adviser.releases(modelId, wanted),
    },
    'plan:engines': { schema: v.tuple([id, configuration]), answer: adviser.engines },
    'plan:cancel-releases': { schema: v.tuple([]), answer: () => ok(adviser.cancelReleases()) },
    'plan:sweep': { schema: v.tuple([sweepRequest]), answer: sweeper.sweep },
    'plan:cancel-sweep': { schema: v.tuple([]), answer: () => ok(sweeper.cancel()) },
    'plan:cancel-budget': { schema: v.tuple([]), answer: () => ok(adviser.cancelBudget()) },
  }
}
