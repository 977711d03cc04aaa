// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import { ok, type Result } from '#contract/errors'
import type { PlanningInput } from '../engine'
import { createPlan } from '../plan'

/** Plans, and answers where what makes the plan's activations and workspace lies. Fails as planning does. */
export function planArena(input: PlanningInput): Result<Arena> {
  let arena: Arena = { steps: [], pools: [], placed: [], growths: [], bytes: 0 }
  const plan = createPlan({
    ...input,
    tellArena(told) {
      arena = told
    },
  })
  return plan.ok ? ok(arena) : plan
}
