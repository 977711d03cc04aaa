// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { ReduceFunction } from '#core/model/operations/index'
import type { Target } from '../program-builder'
import { runOne, TARGETS } from './run-op'
import { coordinates, expectClose, expectEqual, random, type Tensor } from './tensor'

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const FUNCTIONS: Readonly<Record<ReduceFunction, (values: readonly number[]) => number>> = {
  sum,
  mean: (values) => sum(values) / values.length,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  prod: (values) => values.reduce((product, value) => product * value, 1),
  sumSquare: (values) => sum(values.map((value) => value * value)),
  l1: (values) => sum(values.map(Math.abs)),
  l2: (values) => Math.sqrt(sum(values.map((value) => value * value))),
  logSum: (values) => Math.log(sum(values)),
  logSumExp: (values) => Math.log(sum(values.map(Math.exp))),
}

function reduce(x: Tensor, axes: readonly number[], f: (values: readonly number[]) => number): Tensor {
  const groups = new Map<string, number[]>()
  for (const [index, value] of x.data.entries()) {
    const key = coordinates(x.dims, index)
      .filter((_, axis) => !axes.includes(axis))
      .join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  const dims = x.dims.filter((_, axis) => !axes.includes(axis))
  return { dims, data: Float64Array.from([...groups.values()].map(f)) }
}

describe('Reduce', () => {
  const cases = fc
    .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 })
    .chain((dims) => fc.tuple(fc.constant(dims), fc.subarray([...dims.keys()]), fc.boolean()))

  it.each(Object.entries(FUNCTIONS))('%s over any axes', async (name, f) => {
    let runs = 0
    const property = fc.asyncProperty(cases, async ([dims, axes, keeps]) => {
      const target = TARGETS[runs++ % TARGETS.length] as Target
      const x = random(dims, 1, -1.5, 1.5)
      const expected = reduce(x, axes, f)
      const out = keeps ? dims.map((length, axis) => (axes.includes(axis) ? 1 : length)) : expected.dims
      const y = await runOne(target, { kind: 'Reduce', params: { function: name, axes }, inputs: [x], outputs: [out] })
      expectClose(y, expected, 1e-6, `${dims} over ${axes}`)
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it.each([[[1]], [[0, 2]], [[2]], [[0, 1]]])('large tensors over %j', async (axes) => {
    const x = random([40, 37, 300], 1)
    const expected = reduce(x, axes, FUNCTIONS.sum)
    for (const target of TARGETS) {
      const params = { function: 'sum', axes }
      const y = await runOne(target, { kind: 'Reduce', params, inputs: [x], outputs: [expected.dims] })
      expectClose(y, expected, 1e-6, target.isa)
    }
  })
})

describe('ArgMax', () => {
  const variants = [0, 1, 2].flatMap((axis) =>
    (['max', 'min'] as const).flatMap((mode) => [false, true].map((last) => [axis, mode, last] as const)),
  )
  it.each(variants)('along axis %i, %s, last of equal ones: %s', async (axis, mode, last) => {
    const { dims, data } = random([7, 9, 11], 1)
    const x = { dims, data: data.map((value) => Math.round(value * 2)) }
    const out = x.dims.filter((_, own) => own !== axis)
    const expected = reduce(x, [axis], (values) => {
      const wanted = Math[mode](...values)
      return last ? values.lastIndexOf(wanted) : values.indexOf(wanted)
    })
    for (const target of TARGETS) {
      const y = await runOne(target, { kind: 'ArgMax', params: { mode, axis, last }, inputs: [x], outputs: [out] })
      expectEqual(y, expected, target.isa)
    }
  })
})
