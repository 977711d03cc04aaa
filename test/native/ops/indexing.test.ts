// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Target } from '../program-builder'
import { runOne, runOp, TARGETS } from './run-op'
import { coordinates, element, elements, expectClose, expectEqual, generate, random, type Tensor } from './tensor'

const shape = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
const shapeAndAxis = shape.chain((dims) => fc.tuple(fc.constant(dims), fc.nat(dims.length - 1), fc.nat(1000)))

function check<T>(arbitrary: fc.Arbitrary<T>, property: (value: T, target: Target) => Promise<void>): Promise<void> {
  let runs = 0
  const each = fc.asyncProperty(arbitrary, async (value) => {
    await property(value, TARGETS[runs++ % TARGETS.length] as Target)
  })
  return fc.assert(each, { numRuns: 80 })
}

/** Whole numbers in [low, high). */
function whole(dims: readonly number[], seed: number, low: number, high: number): Tensor {
  const { data } = random(dims, seed, low, high)
  return { dims, data: data.map(Math.floor) }
}

const normal = (index: number, size: number) => (index < 0 ? index + size : index)

describe('reading by index', () => {
  it('Gather takes computed indices, also from the end', async () => {
    await check(shapeAndAxis, async ([dims, axis, seed], target) => {
      const size = dims[axis] as number
      const [x, indices] = [random(dims, seed), whole([2, 3], seed + 1, -size, size)]
      const out = [...dims.slice(0, axis), 2, 3, ...dims.slice(axis + 1)]
      const expected = generate(out, (at) => {
        const index = normal(element(indices, at.slice(axis, axis + 2)), size)
        return element(x, [...at.slice(0, axis), index, ...at.slice(axis + 2)])
      })
      const params = { axis, indices: [] }
      expectEqual(await runOne(target, { kind: 'Gather', params, inputs: [x, indices], outputs: [out] }), expected)
    })
  })

  it('GatherElements takes single elements', async () => {
    await check(shapeAndAxis, async ([dims, axis, seed], target) => {
      const size = dims[axis] as number
      const out = dims.map((dim, i) => (i === axis ? dim + 2 : Math.max(1, dim - 1)))
      const [x, indices] = [random(dims, seed), whole(out, seed + 1, -size, size)]
      const expected = generate(out, (at) => {
        const index = normal(element(indices, at), size)
        return element(x, at.with(axis, index))
      })
      const request = { kind: 'GatherElements', params: { axis }, inputs: [x, indices], outputs: [out] }
      expectEqual(await runOne(target, request), expected)
    })
  })

  it('GatherNd follows tuples within a batch', async () => {
    const x = random([2, 3, 4, 5], 1)
    const indices = { dims: [2, 6, 2], data: whole([2, 6, 2], 2, -3, 3).data }
    const expected = generate([2, 6, 5], ([n = 0, i = 0, k = 0]) => {
      const [a, b] = [0, 1].map((j) => element(indices, [n, i, j])) as [number, number]
      return element(x, [n, normal(a, 3), normal(b, 4), k])
    })
    for (const target of TARGETS) {
      const request = { kind: 'GatherNd', params: { batchDims: 1 }, inputs: [x, indices], outputs: [[2, 6, 5]] }
      expectEqual(await runOne(target, request), expected)
    }
  })

  it('fails on an index that does not exist, and on one that is no number', async () => {
    for (const bad of [3, -4, Number.NaN, Number.POSITIVE_INFINITY]) {
      const indices = { dims: [2], data: Float64Array.of(0, bad) }
      const params = { axis: 0, indices: [] }
      const request = { kind: 'Gather', params, inputs: [random([3, 2], 1), indices], outputs: [[2, 2]] }
      const run = runOne(TARGETS[0] as Target, request)
      await expect(run, String(bad)).rejects.toThrow('does not exist among 3 elements.')
    }
    const tuples = { dims: [1, 2], data: Float64Array.of(0, 2) }
    const request = { kind: 'GatherNd', params: { batchDims: 0 }, inputs: [random([2, 2], 1), tuples], outputs: [[1]] }
    await expect(runOne(TARGETS[0] as Target, request)).rejects.toThrow('index 2 does not exist among 2 elements.')
  })
})

describe('writing by index', () => {
  const modes = {
    replace: (_: number, b: number) => b,
    add: (a: number, b: number) => a + b,
    mul: (a: number, b: number) => a * b,
    min: Math.min,
    max: Math.max,
  }

  it.each(Object.entries(modes))('ScatterElements and ScatterNd: %s', async (mode, put) => {
    await check(shapeAndAxis, async ([dims, axis, seed], target) => {
      const size = dims[axis] as number
      const narrow = dims.map((dim, i) => (i === axis ? dim + 1 : Math.max(1, dim - 1)))
      const [x, indices, updates] = [random(dims, seed), whole(narrow, seed + 1, -size, size), random(narrow, seed + 2)]
      const expected = { dims, data: Float64Array.from(x.data) }
      for (let i = 0; i < elements(narrow); i++) {
        const at = coordinates(narrow, i).with(axis, normal(indices.data[i] as number, size))
        const to = at.reduce((sum, each, d) => sum * (dims[d] as number) + each, 0)
        expected.data[to] = Math.fround(put(expected.data[to] as number, updates.data[i] as number))
      }
      const inputs = [x, indices, updates]
      const y = await runOne(target, { kind: 'ScatterElements', params: { axis, mode }, inputs, outputs: [dims] })
      expectClose(y, expected, 1e-6)
    })
    const [x, updates] = [random([5, 3], 1), random([4, 3], 2)]
    const rows = [4, -1, 0, 4]
    const expected = { dims: [5, 3], data: Float64Array.from(x.data) }
    for (const [i, row] of rows.entries()) {
      for (let j = 0; j < 3; j++) {
        const to = normal(row, 5) * 3 + j
        expected.data[to] = Math.fround(put(expected.data[to] as number, updates.data[i * 3 + j] as number))
      }
    }
    const inputs = [x, { dims: [4, 1], data: Float64Array.from(rows) }, updates]
    for (const target of TARGETS) {
      const request = { kind: 'ScatterNd', params: { mode }, inputs, outputs: [[5, 3]] }
      expectClose(await runOne(target, request), expected, 1e-6)
    }
  })
})

describe('TopK', () => {
  it('orders elements, of equal ones the first, NaN above all', async () => {
    const cases = fc.tuple(shapeAndAxis, fc.boolean(), fc.integer({ min: 1, max: 6 }))
    await check(cases, async ([[dims, axis, seed], largest, wanted], target) => {
      const k = Math.min(wanted, dims[axis] as number)
      const x = { dims, data: whole(dims, seed, -3, 3).data.map((v) => (v === 2 ? Number.NaN : v)) }
      const out = dims.with(axis, k)
      const order = (at: readonly number[]) => {
        const line = Array.from({ length: dims[axis] as number }, (_, i) => element(x, at.with(axis, i)))
        const rank = (v: number) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v)
        const sorted = [...line.keys()].sort((i, j) => {
          const [a, b] = [rank(line[i] as number), rank(line[j] as number)]
          return a === b ? i - j : (largest ? b > a : a > b) ? (largest ? 1 : 1) : -1
        })
        return sorted[at[axis] as number] as number
      }
      const positions = generate(out, order)
      const values = generate(out, (at) => element(x, at.with(axis, order(at))))
      const request = { kind: 'TopK', params: { axis, largest }, inputs: [x], outputs: [out, out] }
      const [found, where] = await runOp(target, request)
      expectEqual(where as Float32Array, positions)
      expect(Array.from(found as Float32Array)).toEqual(Array.from(values.data))
    })
  })
})
