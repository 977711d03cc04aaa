// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { BinaryFunction } from '#core/model/operations/index'
import { type Operand, runOne, TARGETS } from './run-op'
import { broadcastElement, expectClose, generate, random, type Tensor } from './tensor'

const truth = (value: boolean) => (value ? 1 : 0)

/** All of them where they are negative: none of these numbers has as many bits. */
const places = (b: number) => (b < 0 ? 63 : Math.trunc(b))

const FUNCTIONS: Readonly<Record<BinaryFunction, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  truncDiv: (a, b) => Math.trunc(a / b),
  floorDiv: (a, b) => Math.floor(a / b),
  mod: (a, b) => a - Math.floor(a / b) * b,
  fmod: (a, b) => a % b,
  pow: (a, b) => Math.abs(a) ** b,
  truncPow: (a, b) => Math.trunc(Math.abs(a) ** b),
  atan2: Math.atan2,
  min: Math.min,
  max: Math.max,
  squaredDifference: (a, b) => (a - b) ** 2,
  equal: (a, b) => truth(a === b),
  notEqual: (a, b) => truth(a !== b),
  less: (a, b) => truth(a < b),
  lessOrEqual: (a, b) => truth(a <= b),
  greater: (a, b) => truth(a > b),
  greaterOrEqual: (a, b) => truth(a >= b),
  and: (a, b) => truth(a !== 0 && b !== 0),
  or: (a, b) => truth(a !== 0 || b !== 0),
  bitAnd: (a, b) => Math.trunc(a) & Math.trunc(b),
  bitOr: (a, b) => Math.trunc(a) | Math.trunc(b),
  bitXor: (a, b) => Math.trunc(a) ^ Math.trunc(b),
  shiftLeft: (a, b) => (places(b) === 63 ? 0 : Math.trunc(a) * 2 ** places(b)),
  shiftRight: (a, b) => Math.floor(Math.trunc(a) / 2 ** places(b)),
  xor: (a, b) => truth((a !== 0) !== (b !== 0)),
}

const ACTIVATIONS = {
  none: (x: number) => x,
  relu: (x: number) => Math.max(x, 0),
  relu6: (x: number) => Math.min(Math.max(x, 0), 6),
}

const TOLERANCE = 1e-6

function combine(dims: readonly number[], operands: readonly Tensor[], f: (a: number, b: number) => number): Tensor {
  return generate(dims, (at) => operands.map((operand) => broadcastElement(operand, at)).reduce((a, b) => f(a, b)))
}

/** Quarters, so that equal values and quotients that are whole numbers occur and are exact. */
function quarters(dims: readonly number[], seed: number, nonZero = false): Tensor {
  const { data } = random(dims, seed, -12, 12)
  return { dims, data: data.map((v) => Math.round(v) / 4 || (nonZero ? 0.25 : 0)) }
}

const POWERS: ReadonlySet<string> = new Set(['pow', 'truncPow'])
const DIVIDES: ReadonlySet<string> = new Set(['div', 'truncDiv', 'floorDiv', 'mod', 'fmod'])

describe('Binary', () => {
  it.each(Object.entries(FUNCTIONS))('%s of equal shapes, plain and blocked', async (name, f) => {
    const dims = [2, 19, 3, 5]
    const a = quarters(dims, 1)
    if (POWERS.has(name)) a.data.set(a.data.map(Math.abs))
    const b = quarters(dims, 2, DIVIDES.has(name))
    if (POWERS.has(name)) b.data.set(b.data.map(Math.abs))
    const expected = combine(dims, [a, b], f)
    for (const target of TARGETS) {
      for (const layout of ['plain', 'blocked'] as const) {
        const params = { function: name, activation: 'none' }
        const y = await runOne(target, { kind: 'Binary', params, inputs: [a, b], outputs: [dims], layout })
        expectClose(y, expected, TOLERANCE, `${target.isa} ${layout}`)
      }
    }
  })

  it('broadcasts any plain shapes', async () => {
    const shapes = fc
      .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 })
      .chain((dims) => fc.tuple(fc.constant(dims), narrowed(dims), narrowed(dims)))
    const activations = fc.constantFrom('none' as const, 'relu' as const, 'relu6' as const)
    const property = fc.asyncProperty(shapes, activations, fc.nat(), async ([dims, left, right], activation, seed) => {
      const wide = dims.map((_, axis) => Math.max(dimOf(left, dims.length, axis), dimOf(right, dims.length, axis)))
      const target = TARGETS[seed % TARGETS.length] as (typeof TARGETS)[number]
      const [a, b] = [random(left, seed), random(right, seed + 1)]
      const expected = combine(wide, [a, b], FUNCTIONS.sub)
      const params = { function: 'sub', activation }
      const y = await runOne(target, { kind: 'Binary', params, inputs: [a, b], outputs: [wide] })
      expectClose(y, { dims: wide, data: expected.data.map(ACTIVATIONS[activation]) }, TOLERANCE)
    })
    await fc.assert(property, { numRuns: 150 })
  })

  it('broadcasts blocked: per channel, per pixel column, per image, by a scalar', async () => {
    const dims = [2, 21, 4, 6]
    const x = random(dims, 4)
    const constant = (shape: readonly number[], seed: number): Operand => ({ ...random(shape, seed), constant: true })
    const scalar: Operand = { ...random([1], 9), constant: true, layout: 'plain' }
    const others: readonly Operand[] = [
      constant([1, 21, 1, 1], 5),
      constant([21, 1, 1], 5),
      random([2, 21, 1, 1], 6),
      random([1, 21, 4, 6], 7),
      random([2, 21, 4, 1], 8),
      scalar,
    ].map((operand) => (operand.dims.length === 3 ? { ...operand, dims: [1, ...operand.dims] } : operand))
    for (const target of TARGETS) {
      for (const other of others) {
        for (const name of ['sub', 'div', 'pow'] as const) {
          const [left, right] = [
            { dims, data: x.data.map(Math.abs) },
            { ...other, data: other.data.map(Math.abs) },
          ]
          const params = { function: name, activation: 'none' }
          const request = { kind: 'Binary', params, inputs: [left, right], outputs: [dims], layout: 'blocked' as const }
          const label = `${name} ${other.dims} ${target.isa}`
          expectClose(await runOne(target, request), combine(dims, [left, right], FUNCTIONS[name]), TOLERANCE, label)
          // The other way round, where zero in missing lanes would become infinite.
          const swapped = { ...request, inputs: [right, left] }
          expectClose(await runOne(target, swapped), combine(dims, [right, left], FUNCTIONS[name]), TOLERANCE, label)
        }
      }
    }
  })

  it.each(['add', 'mul', 'min', 'max'] as const)('%s folds any number of operands', async (name) => {
    const dims = [3, 4, 5]
    const operands = [random([4, 1], 1), random(dims, 2), random([5], 3), random([3, 1, 1], 4)]
    for (const target of TARGETS) {
      const params = { function: name, activation: 'relu6' }
      const y = await runOne(target, { kind: 'Binary', params, inputs: operands, outputs: [dims] })
      const expected = combine(dims, operands, FUNCTIONS[name]).data.map(ACTIVATIONS.relu6)
      expectClose(y, { dims, data: expected }, TOLERANCE, target.isa)
      const [only = operands[1] as Tensor] = [operands[1]]
      const one = await runOne(target, { kind: 'Binary', params, inputs: [only], outputs: [dims] })
      expectClose(one, { dims, data: only.data.map(ACTIVATIONS.relu6) }, TOLERANCE, 'one operand')
    }
  })
})

describe('PRelu', () => {
  const prelu = (x: number, slope: number) => (x < 0 ? x * slope : x)

  it('takes a slope per channel, blocked', async () => {
    const x = random([2, 13, 3, 4], 1)
    const slope = { ...random([13], 2), constant: true }
    const expected = combine(x.dims, [x, { dims: [13, 1, 1], data: slope.data }], prelu)
    for (const target of TARGETS) {
      const request = { kind: 'PRelu', inputs: [x, slope], outputs: [x.dims], layout: 'blocked' as const }
      expectClose(await runOne(target, request), expected, TOLERANCE, target.isa)
    }
  })

  it('takes slopes of other shapes, plain', async () => {
    const x = random([2, 3, 4, 5], 1)
    for (const target of TARGETS) {
      for (const dims of [[1], [5], [4, 1], [3, 1, 1], [2, 3, 4, 5]]) {
        const slope = random(dims, 2)
        const y = await runOne(target, { kind: 'PRelu', inputs: [x, slope], outputs: [x.dims] })
        expectClose(y, combine(x.dims, [x, slope], prelu), TOLERANCE, `${dims} ${target.isa}`)
      }
      const perChannel = random([3], 2)
      const y = await runOne(target, { kind: 'PRelu', inputs: [x, perChannel], outputs: [x.dims] })
      expectClose(y, combine(x.dims, [x, { dims: [3, 1, 1], data: perChannel.data }], prelu), TOLERANCE, target.isa)
    }
  })
})

function dimOf(dims: readonly number[], rank: number, axis: number): number {
  return dims[axis - (rank - dims.length)] ?? 1
}

/** A shape that broadcasts to `dims`: leading dims left out, some made 1. */
function narrowed(dims: readonly number[]): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.integer({ min: 0, max: dims.length }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([skip, keep]) => dims.slice(skip).map((length, axis) => (keep[axis] === true ? length : 1)))
}
