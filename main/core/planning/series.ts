// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type CategoryBytes, type Plan } from '#contract/plan'
import { sameChoice } from './selection/choice'

// Plans that follow each other: releases of an engine, sizes of an input.

/** Nodes whose algorithm or unit is another one in `b`. */
export function movedLayers(a: Pick<Plan, 'decisions'>, b: Pick<Plan, 'decisions'>): number[] {
  const before = new Map(a.decisions.map((decision) => [decision.node, decision]))
  return b.decisions.flatMap((decision) => {
    const was = before.get(decision.node)
    return was === undefined || sameChoice(was, decision) ? [] : [decision.node]
  })
}

/** `b` minus `a`. */
export function categoryDeltas(a: CategoryBytes, b: CategoryBytes): CategoryBytes {
  return Object.fromEntries(CATEGORIES.map((category) => [category, b[category] - a[category]])) as CategoryBytes
}

export function sumOf(bytes: CategoryBytes): number {
  return CATEGORIES.reduce((sum, category) => sum + bytes[category], 0)
}
