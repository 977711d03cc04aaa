// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runOne, TARGETS } from './run-op'
import { broadcastElement, element, elements, generate, random, type Tensor } from './tensor'

/** Sums of n float32 products: |error| <= c √n u Σ|products|, see conv/tolerance.ts. */
const FACTOR = 6 * 2 ** -24

interface Product {
  readonly value: Tensor
  /** Sums of absolute products. */
  readonly magnitude: Tensor
}

const last = (dims: readonly number[], back: number) => dims[dims.length - back] as number

function multiply(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Product {
  const rank = Math.max(a.dims.length, b.dims.length)
  const batch = Array.from({ length: rank - 2 }, (_, axis) => {
    const of = (dims: readonly number[]) => (dims.length >= rank - axis ? last(dims, rank - axis) : 1)
    return Math.max(of(a.dims), of(b.dims))
  })
  const rows = last(a.dims, transposeA ? 1 : 2)
  const depth = last(a.dims, transposeA ? 2 : 1)
  const columns = last(b.dims, transposeB ? 2 : 1)
  const dims = [...batch, rows, columns]
  const magnitude = new Float64Array(elements(dims))
  const value = generate(dims, (at, index) => {
    const [lead, r, c] = [at.slice(0, -2), last(at, 2), last(at, 1)]
    const [left, right] = [
      [...lead, r, r],
      [...lead, c, c],
    ]
    const [leftDepth, rightDepth] = [rank - (transposeA ? 2 : 1), rank - (transposeB ? 1 : 2)]
    let [total, absolute] = [0, 0]
    for (let i = 0; i < depth; i++) {
      left[leftDepth] = i
      right[rightDepth] = i
      const product = broadcastElement(a, left) * broadcastElement(b, right)
      total += product
      absolute += Math.abs(product)
    }
    magnitude[index] = absolute
    return total
  })
  return { value, magnitude: { dims, data: magnitude } }
}

function expectProduct(y: Float32Array, { value, magnitude }: Product, depth: number, label: string): void {
  expect(y.length, label).toBe(value.data.length)
  const excess = value.data.map((v, i) => {
    const bound = FACTOR * Math.sqrt(depth + 2) * (magnitude.data[i] as number) + 1e-30
    const error = Math.abs((y[i] as number) - v) / bound
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
  })
  const worst = Math.max(...excess)
  expect(worst, `${label}: element ${excess.indexOf(worst)}`).toBeLessThanOrEqual(1)
}

describe('MatMul', () => {
  // Rows, depth and columns around the sizes of tiles, panels and depth blocks, and vectors.
  const sizes = [
    [1, 1, 1],
    [1, 300, 1],
    [7, 5, 33],
    [6, 256, 32],
    [13, 257, 65],
    [97, 300, 31],
    [1, 1000, 70],
    [1, 70, 1500],
    [300, 40, 1],
    [2, 513, 16],
    [200, 3, 100],
    [150, 40, 190],
    [100, 260, 45],
  ] as const
  it.each(sizes)('%i x %i times %i columns, transposed or not', async (rows, depth, columns) => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const a = random(transposeA ? [depth, rows] : [rows, depth], 1)
      const b = random(transposeB ? [columns, depth] : [depth, columns], 2)
      const expected = multiply(a, b, transposeA, transposeB)
      for (const target of TARGETS) {
        const params = { transposeA, transposeB }
        const y = await runOne(target, { kind: 'MatMul', params, inputs: [a, b], outputs: [expected.value.dims] })
        expectProduct(y, expected, depth, `${transposeA} ${transposeB} ${target.isa} ${target.threads}`)
      }
    }
  })

  it('broadcasts the dims before the matrices', async () => {
    const dim = fc.integer({ min: 1, max: 3 })
    const cases = fc.tuple(fc.array(dim, { maxLength: 3 }), fc.nat(3), fc.nat(3), fc.integer(), fc.integer())
    let runs = 0
    const property = fc.asyncProperty(cases, async ([batch, skipA, skipB, maskA, maskB]) => {
      const narrow = (skip: number, mask: number) =>
        batch.map((length, axis) => (((mask >> axis) & 1) === 1 ? 1 : length)).slice(Math.min(skip, batch.length))
      const a = random([...narrow(skipA, maskA), 4, 5], 1)
      const b = random([...narrow(skipB, maskB), 5, 3], 2)
      const expected = multiply(a, b, false, false)
      const target = TARGETS[runs++ % TARGETS.length] as (typeof TARGETS)[number]
      const params = { transposeA: false, transposeB: false }
      const y = await runOne(target, { kind: 'MatMul', params, inputs: [a, b], outputs: [expected.value.dims] })
      expectProduct(y, expected, 5, `${a.dims} times ${b.dims}`)
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('takes vectors for rows and columns, and a bias', async () => {
    const [row, matrix, column, bias] = [random([6], 1), random([6, 4], 2), random([4], 3), random([4], 4)]
    const params = { transposeA: false, transposeB: false }
    const asRow = multiply({ dims: [1, 6], data: row.data }, matrix, false, false)
    const asColumn = multiply(matrix, { dims: [4, 1], data: column.data }, false, false)
    for (const target of TARGETS) {
      const first = await runOne(target, { kind: 'MatMul', params, inputs: [row, matrix], outputs: [[4]] })
      expectProduct(first, asRow, 6, 'row')
      const second = await runOne(target, { kind: 'MatMul', params, inputs: [matrix, column], outputs: [[6]] })
      expectProduct(second, asColumn, 4, 'column')
      const third = await runOne(target, { kind: 'MatMul', params, inputs: [row, matrix, bias], outputs: [[4]] })
      const shifted = asRow.value.data.map((v, i) => v + (bias.data[i] as number))
      const magnitude = asRow.magnitude.data.map((v, i) => v + Math.abs(bias.data[i] as number))
      expectProduct(
        third,
        { value: { dims: [4], data: shifted }, magnitude: { dims: [4], data: magnitude } },
        7,
        'bias',
      )
    }
  })
})

describe('Gemm', () => {
  const [rows, depth, columns] = [11, 40, 37]
  it.each([[], [1], [37], [1, 37], [11, 1], [11, 37]].map((dims) => [dims] as const))(
    'with c of shape %j',
    async (shape) => {
      const [alpha, beta] = [Math.fround(0.7), Math.fround(-1.3)]
      for (const [transposeA, transposeB, m] of [
        [false, false, rows],
        [true, true, rows],
        [false, true, 1],
      ] as const) {
        const a = random(transposeA ? [depth, m] : [m, depth], 1)
        const b = random(transposeB ? [columns, depth] : [depth, columns], 2)
        const cDims = shape.map((length) => Math.min(length, length === rows ? m : length))
        const c = random(cDims, 3)
        const { value, magnitude } = multiply(a, b, transposeA, transposeB)
        const added = generate(value.dims, (at) => beta * broadcastElement(c, at))
        const expected = {
          value: generate(value.dims, (at) => alpha * element(value, at) + element(added, at)),
          magnitude: generate(value.dims, (at) => alpha * element(magnitude, at) + Math.abs(element(added, at))),
        }
        for (const target of TARGETS) {
          const params = { alpha, beta, transposeA, transposeB }
          const y = await runOne(target, { kind: 'Gemm', params, inputs: [a, b, c], outputs: [value.dims] })
          expectProduct(y, expected, depth, `${transposeA} ${transposeB} ${target.isa}`)
        }
      }
    },
  )

  it('does without c', async () => {
    const [a, b] = [random([3, 8], 1), random([8, 5], 2)]
    const params = { alpha: 1, beta: 1, transposeA: false, transposeB: false }
    for (const target of TARGETS) {
      const y = await runOne(target, { kind: 'Gemm', params, inputs: [a, b, null], outputs: [[3, 5]] })
      expectProduct(y, multiply(a, b, false, false), 8, target.isa)
    }
  })
})
