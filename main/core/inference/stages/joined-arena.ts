// SPDX-License-Identifier: Apache-2.0
import type { Arena, ArenaPool, ArenaStep, Placed, PoolGrowth, Span } from '#contract/arena'

/** The arenas of stages that ran one after the other. A stage keeps its pools until the run ends. */
export function joinedArena(stages: readonly Arena[]): Arena {
  const end = stages.reduce((sum, { steps }) => sum + steps.length, 0)
  const steps: ArenaStep[] = []
  const pools: ArenaPool[] = []
  const placed: Placed[] = []
  const growths: PoolGrowth[] = []
  let bytes = 0
  for (const [index, stage] of stages.entries()) {
    const first = { step: steps.length, placed: placed.length }
    const later = ({ from, to, offset }: Span): Span => ({ from: from + first.step, to: to + first.step, offset })
    const kept = (span: Span): Span => (span.to >= stage.steps.length ? { ...later(span), to: end } : later(span))
    // What a stage does not need is no pool of it.
    const places = new Map<number, number>()
    for (const [place, pool] of stage.pools.entries()) {
      if (pool.bytes === 0) continue
      const chunks = pool.chunks.map((chunk) => ({ ...chunk, spans: chunk.spans.map(kept) }))
      places.set(place, pools.push({ ...pool, stage: index + 1, chunks }) - 1)
    }
    for (const each of stage.placed) {
      placed.push({ ...each, pool: places.get(each.pool) ?? 0, spans: each.spans.map(later) })
    }
    for (const each of stage.growths) {
      growths.push({
        ...each,
        step: each.step + first.step,
        pool: places.get(each.pool) ?? 0,
        placed: each.placed + first.placed,
        inTheWay: each.inTheWay.map((one) => one + first.placed),
      })
    }
    for (const step of stage.steps) steps.push({ ...step, heldBytes: step.heldBytes + bytes })
    bytes += stage.bytes
  }
  return { steps, pools, placed, growths, bytes }
}
