import * as v from 'valibot'
import type { Planner } from '../services/planner'
import type { RunHost } from '../services/runs'
import type { HandlersOf } from './handle'
import { comparisonRequest, configuration, id } from './schemas'

export function planHandlers(planner: Planner, runs: Pick<RunHost, 'report'>): HandlersOf<'plan'> {
  return {
    'plan:create': { schema: v.tuple([id, configuration]), answer: planner.plan },
    'plan:compare': {
      schema: v.tuple([comparisonRequest]),
      answer: (request) => planner.compare(request, runs.report),
    },
  }
}
