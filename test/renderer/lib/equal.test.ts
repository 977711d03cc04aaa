// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { equal, unchanged, unchangedEntries } from '#renderer/lib/equal'

describe('what says the same', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [1, 2, 3], false],
    [[], {}, false],
    [null, {}, false],
    [Number.NaN, Number.NaN, true],
    [new Set(['a']), new Set(['a']), true],
    [new Set(['a']), new Set(['b']), false],
    // Nobody knows what else is in them.
    [new Map([['a', 1]]), new Map([['a', 2]]), false],
    [new Date(1), new Date(2), false],
  ])('%j and %j: %s', (a, b, expected) => expect(equal(a, b)).toBe(expected))

  it('is the value of before', () => {
    const before = { a: [1] }
    expect(unchanged({ a: [1] }, before)).toBe(before)
    const next = { a: [2] }
    expect(unchanged(next, before)).toBe(next)
  })

  it('is kept entry by entry', () => {
    const before = [{ a: 1 }, { a: 2 }]
    expect(unchangedEntries([{ a: 1 }, { a: 2 }], before)).toBe(before)
    const next = unchangedEntries([{ a: 1 }, { a: 3 }, { a: 4 }], before)
    expect(next).toEqual([{ a: 1 }, { a: 3 }, { a: 4 }])
    expect(next[0]).toBe(before[0])
    expect(unchangedEntries([{ a: 1 }], before)).toHaveLength(1)
  })
})
