// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import { oncePer } from '../layers/lookups'

interface Step {
  readonly node: number
}

const indicesOf = oncePer(
  (steps: readonly Step[]): ReadonlyMap<number, number> => new Map(steps.map(({ node }, index) => [node, index])),
)

/** The step at which a node runs; of one that runs as part of another, or not at all, the last one before it. -1: none. */
export function stepOfNode(steps: readonly Step[], node: number): number {
  const own = indicesOf(steps).get(node)
  if (own !== undefined) return own
  let before = -1
  for (const [index, step] of steps.entries()) {
    if (step.node < node && (before < 0 || step.node > (steps[before]?.node ?? -1))) before = index
  }
  return before
}

/** By allocation and stretch of its life, so that a frame of scrubbing compares numbers only. */
const livesOf = oncePer(({ placed }: Arena) => {
  const spans = placed.flatMap((each, index) => each.spans.map(({ from, to }) => ({ index, from, to })))
  return {
    index: Int32Array.from(spans, (span) => span.index),
    from: Float64Array.from(spans, (span) => span.from),
    to: Float64Array.from(spans, (span) => span.to),
  }
})

/** What lies in the pools at some moment of a step: indices in `placed`, the largest first. */
export function aliveAt(arena: Arena, step: number): number[] {
  const { index, from, to } = livesOf(arena)
  const found = new Set<number>()
  for (let at = 0; at < index.length; at++) {
    if ((from[at] as number) < step + 1 && (to[at] as number) > step) found.add(index[at] as number)
  }
  const bytes = (each: number) => arena.placed[each]?.bytes ?? 0
  return [...found].sort((a, b) => bytes(b) - bytes(a) || a - b)
}
