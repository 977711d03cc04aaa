// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '#contract/plan'
import { unchanged, unchangedEntries } from './equal'

/**
 * A new plan with the parts of the one before that are equal: every plan comes as a copy, and what shows only such parts
 * would be drawn anew for nothing.
 */
export function withKeptParts(next: Plan, before: Plan | null): Plan {
  if (before === null || before.modelId !== next.modelId) return next
  const { decisions, ...others } = next
  const parts = Object.entries(others).map(([name, part]) => [name, unchanged(part, before[name as keyof Plan])])
  return { ...Object.fromEntries(parts), decisions: unchangedEntries(decisions, before.decisions) } as Plan
}
