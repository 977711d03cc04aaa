// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frontier, type Item, MOST_STATES } from '#core/planning/advice/knapsack'

const item = fc.record({ bytes: fc.nat(40), time: fc.nat(40) })
const layers = fc.array(fc.array(item, { minLength: 1, maxLength: 4 }), { maxLength: 6 })

/** Every way to take one item a layer. */
function all(choices: readonly (readonly Item[])[]): Item[] {
  return choices.reduce<Item[]>(
    (sums, items) =>
      sums.flatMap((sum) => items.map(({ bytes, time }) => ({ bytes: sum.bytes + bytes, time: sum.time + time }))),
    [{ bytes: 0, time: 0 }],
  )
}

describe('the frontier of choices', () => {
  it('takes the least time within every capacity, as trying everything has', () => {
    fc.assert(
      fc.property(layers, fc.nat(200), (choices, capacity) => {
        const within = all(choices).filter(({ bytes }) => bytes <= capacity)
        const best = [...frontier(choices)].reverse().find(({ bytes }) => bytes <= capacity)
        expect(best?.time).toBe(within.length === 0 ? undefined : Math.min(...within.map(({ time }) => time)))
      }),
    )
  })

  it('says truly which items its sums are of', () => {
    fc.assert(
      fc.property(layers, (choices) => {
        for (const { bytes, time, indices } of frontier(choices)) {
          expect(indices).toHaveLength(choices.length)
          const taken = indices.map((index, layer) => choices[layer]?.[index])
          expect(taken.reduce((sum, each) => sum + (each?.bytes ?? Number.NaN), 0)).toBe(bytes)
          expect(taken.reduce((sum, each) => sum + (each?.time ?? Number.NaN), 0)).toBe(time)
        }
      }),
    )
  })

  it('stays small and keeps both ends where there are too many sums', () => {
    const many = Array.from({ length: 40 }, (_, k) => [
      { bytes: 0, time: 1.37 ** k },
      { bytes: 1.37 ** k, time: 0 },
    ])
    const packings = frontier(many)
    expect(packings.length).toBeLessThanOrEqual(MOST_STATES + 1)
    expect(packings[0]?.bytes).toBe(0)
    expect(packings.at(-1)?.time).toBe(0)
  })
})
