// SPDX-License-Identifier: Apache-2.0
import type { Span } from '#contract/arena'
import { addToList } from '#core/model/add-to-list'

/** A stretch of memory between two moments; `end` is infinite where it stays. */
export interface Rectangle {
  readonly begin: number
  readonly end: number
  readonly offset: number
  readonly bytes: number
}

interface Begun {
  /** Moment at which the step begins. */
  readonly begin: number
}

interface Edges {
  readonly rectangle: Rectangle
  from: number
  to: number
}

/**
 * Rectangles in steps. What is used at all in a step has the whole of it, so that edges stand in line; only where one
 * follows another at the same bytes within a step they share it, by their moments. `moments`: there are in all.
 */
export function inSteps(groups: readonly (readonly Rectangle[])[], steps: readonly Begun[], moments: number): Span[][] {
  const beginning = new Map<number, Edges[]>()
  const ending = new Map<number, Edges[]>()
  const all = groups.map((group) =>
    group.map((rectangle): Edges => {
      const from = stepAt(steps, rectangle.begin)
      const last = rectangle.end === Number.POSITIVE_INFINITY ? null : stepAt(steps, rectangle.end)
      const edges = { rectangle, from, to: last === null ? Math.max(1, steps.length) : last + 1 }
      addToList(beginning, from, edges)
      if (last !== null) addToList(ending, last, edges)
      return edges
    }),
  )
  for (const [step, ended] of ending) {
    const { begin = 0 } = steps[step] ?? {}
    const { begin: end = moments + 1 } = steps[step + 1] ?? {}
    const place = (moment: number) => step + (moment - begin) / (end - begin)
    for (const before of ended) {
      for (const after of beginning.get(step) ?? []) {
        if (!follows(before.rectangle, after.rectangle)) continue
        before.to = place(before.rectangle.end)
        after.from = place(after.rectangle.begin)
      }
    }
  }
  return all.map((group) => group.map(({ rectangle, from, to }) => ({ from, to, offset: rectangle.offset })))
}

function follows(before: Rectangle, after: Rectangle): boolean {
  return (
    before.end <= after.begin &&
    before.offset < after.offset + after.bytes &&
    after.offset < before.offset + before.bytes
  )
}

/** The last step that has begun by then. */
function stepAt(steps: readonly Begun[], moment: number): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle]?.begin ?? 0) <= moment) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
