// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { Shared } from '#core/model/shared'

it('gives what is equal once, and measures what is new', () => {
  const shared = new Shared()
  const taken: number[] = []
  const of = (value: unknown) => shared.of(value, (bytes) => taken.push(bytes))
  const first = of({ kind: 'Conv', kernel: [3, 3], pads: null })
  expect(of({ kind: 'Conv', kernel: [3, 3], pads: null })).toBe(first)
  expect(of([1, 2])).toBe(of([1, 2]))
  expect(taken).toHaveLength(2)
  expect(taken[0]).toBeGreaterThan(taken[1] ?? 0)
})

it('holds apart whatever differs', () => {
  const values = [
    ...[0, -0, Number.NaN, Number.POSITIVE_INFINITY, null, undefined, 'null', '0', '', true, 'true'],
    ...[[], {}, [[]], [[], []], [1, 23], [12, 3], [1, '1,'], { a: 1 }, { a: '1' }, { a: 1, b: 2 }, { a: { b: 2 } }],
    ...[['a', 'b'], ['a","b'], { a: 'x,b:y' }, { a: 'x', b: 'y' }, [undefined], [null]],
  ]
  const shared = new Shared()
  for (const value of values) expect(shared.of({ value })).toEqual({ value })
  for (const value of values) expect(shared.of({ value })).toEqual({ value })
})

it('leaves long ones as they are', () => {
  const shared = new Shared()
  const long = () => Array.from({ length: 1000 }, (_, i) => i)
  expect(shared.of(long())).not.toBe(shared.of(long()))
  const sizes: number[] = []
  shared.of(long(), (bytes) => sizes.push(bytes))
  expect(sizes[0]).toBeGreaterThanOrEqual(8000)
})
