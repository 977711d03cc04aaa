// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonPieces } from '#core/json-pieces'

const long = Array.from({ length: 1000 }, (_, i) => ({ i, name: `a\nb${i}`, dims: [1, i], none: undefined }))

it('is what JSON.stringify gives', () => {
  const values = fc.oneof(fc.jsonValue(), fc.array(fc.anything({ withBigInt: false, withMap: false, withSet: false })))
  const values_ = fc.tuple(values, fc.constantFrom(0, 2))
  fc.assert(
    fc.property(values_, ([value, space]) => {
      expect([...jsonPieces(value, space)].join('')).toBe(JSON.stringify(value, null, space))
    }),
    { numRuns: 300 },
  )
})

it.each([0, 2])('takes long lists apart wherever they stand, with %i blanks', (space) => {
  const value = {
    models: [{ nodes: long, empty: [], nothing: {} }],
    entries: [{ plan: { decisions: long, left: undefined } }],
  }
  const parts = [...jsonPieces(value, space)]
  expect(parts.join('')).toBe(JSON.stringify(value, null, space))
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(50_000)
})

it('asks for the elements of a list one by one', () => {
  let asked = 0
  const rows = {
    *[Symbol.iterator]() {
      for (const row of long) {
        asked += 1
        yield row
      }
    },
  }
  const all = jsonPieces({ rows }, 2)
  let first = ''
  while (asked === 0) first = String(all.next().value)
  expect(asked).toBeLessThan(500)
  expect(JSON.parse([...jsonPieces({ rows }, 2)].join(''))).toEqual({ rows: JSON.parse(JSON.stringify(long)) })
  expect(first.length).toBeGreaterThan(0)
})
