// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Arena } from '#contract/arena'
import { joinedArena } from '#core/inference/stages/joined-arena'

/** A stage of two steps, with one tensor that stays for both and scratch that it does not need. */
function stage(node: number, bytes: number): Arena {
  const whole = { from: 0, to: 2, offset: 0 }
  const pool = { policy: 'together', chunks: [{ bytes, spans: [whole] }] } as const
  return {
    steps: [node, node + 1].map((id) => ({ node: id, tensorBytes: bytes, workspaceBytes: 0, heldBytes: bytes })),
    pools: [
      { ...pool, name: 'scratch', bytes: 0 },
      { ...pool, name: 'arena', bytes },
    ],
    placed: [
      {
        ...{
          kind: 'tensor',
          name: 't',
          part: null,
          dims: [bytes],
          bytes,
          heldBytes: bytes,
          node,
          until: null,
          pool: 1,
        },
        spans: [{ from: 0.5, to: 2, offset: 0 }],
      },
    ],
    growths: [
      {
        ...{ step: 1, pool: 1, placed: 0, bytes, freeBytes: 0, freeRanges: 0, largestFreeBytes: 0 },
        inTheWay: [0],
      },
    ],
    bytes,
  }
}

it('puts stages one after the other, each with its pools from its first step to the end of the run', () => {
  const { steps, pools, placed, growths, bytes } = joinedArena([stage(0, 100), stage(5, 30)])
  expect(bytes).toBe(130)
  expect(steps.map(({ node, heldBytes }) => [node, heldBytes])).toEqual([
    [0, 100],
    [1, 100],
    [5, 130],
    [6, 130],
  ])
  expect(pools.map((pool) => [pool.stage, pool.name, pool.chunks[0]?.spans[0]])).toEqual([
    [1, 'arena', { from: 0, to: 4, offset: 0 }],
    [2, 'arena', { from: 2, to: 4, offset: 0 }],
  ])
  expect(placed.map(({ pool, spans }) => [pool, spans[0]])).toEqual([
    [0, { from: 0.5, to: 2, offset: 0 }],
    [1, { from: 2.5, to: 4, offset: 0 }],
  ])
  expect(growths.map(({ step, pool, placed: one, inTheWay }) => [step, pool, one, inTheWay])).toEqual([
    [1, 0, 0, [0]],
    [3, 1, 1, [1]],
  ])
  expect(joinedArena([])).toEqual({ steps: [], pools: [], placed: [], growths: [], bytes: 0 })
})
