import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Adviser } from '../services/adviser'
import type { Planner } from '../services/planner'
import type { RunHost } from '../services/runs'
import type { HandlersOf } from './handle'
import { bytes, comparisonRequest, configuration, id } from './schemas'

export function planHandlers(planner: Planner, adviser: Adviser, runs: Pick<RunHost, 'report'>): HandlersOf<'plan'> {
  return {
    'plan:create': { schema: v.tuple([id, configuration]), answer: planner.plan },
    'plan:compare': {
      schema: v.tuple([comparisonRequest]),
      answer: (request) => planner.compare(request, runs.report),
    },
    'plan:advise': { schema: v.tuple([id, configuration]), answer: adviser.advise },
    'plan:budget': { schema: v.tuple([id, configuration, bytes]), answer: adviser.withinBudget },
    'plan:cancel-budget': { schema: v.tuple([]), answer: () => ok(adviser.cancelBudget()) },
  }
}
