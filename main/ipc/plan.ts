import * as v from 'valibot'
import type { Planner } from '../services/planner'
import type { HandlersOf } from './handle'
import { comparisonRequest, configuration, id } from './schemas'

export function planHandlers(planner: Planner): HandlersOf<'plan'> {
  return {
    'plan:create': { schema: v.tuple([id, configuration]), answer: planner.plan },
    'plan:compare': { schema: v.tuple([comparisonRequest]), answer: planner.compare },
  }
}
