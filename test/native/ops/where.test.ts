// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Target } from '../program-builder'
import { reasonAgainst, runOne, TARGETS } from './run-op'
import { broadcastElement, expectEqual, generate, random } from './tensor'

/** Dims of an operand: those of the result, some of them 1 or, at the front, left out. */
const operand = (dims: readonly number[]) =>
  fc
    .tuple(fc.array(fc.boolean(), { minLength: dims.length, maxLength: dims.length }), fc.nat(dims.length))
    .map(([ones, dropped]) => dims.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped))

const cases = fc
  .array(fc.integer({ min: 1, max: 6 }), { maxLength: 5 })
  .chain((dims) => fc.tuple(fc.constant(dims), operand(dims), operand(dims), operand(dims)))

it('Where takes one or the other, however they broadcast', async () => {
  let runs = 0
  const property = fc.asyncProperty(cases, async ([dims, forCondition, forA, forB]) => {
    const target = TARGETS[runs++ % TARGETS.length] as Target
    const noise = random(forCondition, 1)
    const condition = { dims: forCondition, data: noise.data.map((v) => (v > 0 ? 1 : 0)) }
    const [a, b] = [random(forA, 2), random(forB, 3)]
    const expected = generate(dims, (at) => broadcastElement(broadcastElement(condition, at) !== 0 ? a : b, at))
    const y = await runOne(target, { kind: 'Where', inputs: [condition, a, b], outputs: [dims] })
    expectEqual(y, expected, `${dims}`)
  })
  await fc.assert(property, { numRuns: 150 })
})

it('Where refuses operands that do not broadcast', () => {
  const inputs = [random([2, 3]), random([3]), random([2])]
  expect(reasonAgainst({ kind: 'Where', inputs, outputs: [[2, 3]] })).toBe('shape [2] does not broadcast to [2, 3].')
})
