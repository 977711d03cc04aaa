// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { english } from '#messages/say'
import { input, net, op, type Table } from '../core/model/support/mnn-writer'
import { engine } from './engine'
import { openSubject, planOf } from './execute'
import { runProgram } from './run-program'

/** Ops of .mnn files run as MNN's sources say, worked out by hand or by a few lines. Numbers: OpType, union tag. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-mnn-ops-'))
})
afterAll(() => rm(folder, { recursive: true }))

const [isa = 'sse'] = engine().executableIsas
const { catalog, executableIsas } = engine()

interface Operand {
  readonly dims: readonly number[]
  readonly floats?: readonly number[]
  readonly ints?: readonly number[]
}

const floats = (dims: readonly number[], ...values: number[]): Operand => ({ dims, floats: values })
const ints = (dims: readonly number[], ...values: number[]): Operand => ({ dims, ints: values })
const list = (...values: number[]): Operand => ints([values.length], ...values)

function constant(name: string, tensor: number, { dims, floats, ints }: Operand): Table {
  const data = ints === undefined ? { 2: { int: 1 }, 7: { floats: floats ?? [] } } : { 2: { int: 3 }, 5: { ints } }
  return op(name, 11, [], [tensor], { tag: 7, table: { 0: { ints: dims }, ...data } })
}

interface OpSketch {
  readonly type: number
  readonly tag?: number
  readonly table?: Table
  readonly outputs?: number
}

/** x (and perhaps constants) → one op; dims and values of its outputs. */
async function run({ type, tag = 0, table, outputs = 1 }: OpSketch, x: Operand, ...constants: readonly Operand[]) {
  const names = ['x', ...constants.map((_, i) => `c${i}`)]
  const results = Array.from({ length: outputs }, (_, i) => names.length + i)
  const ops = [
    input('x', 0, x.dims, 0),
    ...constants.map((each, i) => constant(`c${i}`, i + 1, each)),
    op('op', type, [...names.keys()], results, table && { tag, table }),
  ]
  return runNet(net([...names, ...results.map((i) => `y${i}`)], ops), x)
}

async function runNet(bytes: Uint8Array, x: Operand) {
  const path = join(folder, 'model.mnn')
  await writeFile(path, bytes)
  const subject = await openSubject(path)
  const plan = planOf(subject, { profile: 'convscope', settings: {}, threads: 2, isa })
  const lowered = programForPlan(subject.shaped, plan, catalog, executableIsas)
  if (!lowered.ok) throw new Error(english(lowered.problem.message))
  const { program } = lowered.value
  const values = await runProgram(subject.shaped, program, [Float32Array.from(x.floats ?? [])])
  return subject.shaped.model.outputs.map((id, i) => ({
    dims: subject.shaped.dims[id],
    values: [...(values[i] ?? [])].map((value) => Math.round(value * 1e4) / 1e4),
  }))
}

const ramp = (count: number, step = 1) => Array.from({ length: count }, (_, i) => i * step)

describe('element-wise ops and normalisation', () => {
  it('Selu: scale, alpha', async () => {
    const [y] = await run({ type: 78, tag: 59, table: { 0: { float: 2 }, 1: { float: 3 } } }, floats([2], -1, 4))
    expect(y?.values).toEqual([Math.round(2 * 3 * Math.expm1(-1) * 1e4) / 1e4, 8])
  })

  it('NOTEQUAL, ATAN2', async () => {
    const binary = (code: number) => ({ type: 7, tag: 6, table: { 0: { int: code } } })
    expect((await run(binary(22), floats([3], 1, 2, 3), floats([1], 2)))[0]?.values).toEqual([1, 0, 1])
    expect((await run(binary(20), floats([2], 1, -1), floats([1], 1)))[0]?.values).toEqual([0.7854, -0.7854])
  })

  it('ArgMin drops its axis on plain tensors', async () => {
    const [y] = await run({ type: 130, tag: 2, table: { 2: { int: 1 } } }, floats([2, 3], 3, 1, 2, 0, 5, -1))
    expect(y).toEqual({ dims: [2], values: [1, 2] })
  })

  const norm = { 0: { int: 2 }, 1: { floats: [1, 2] }, 4: { floats: [0, 10] }, 7: { float: 0 } }

  it('InstanceNorm normalises every channel by itself, with or without Moments before it', async () => {
    const x = floats([1, 2, 1, 2], 1, 3, 10, 30)
    const expected = [-1, 1, 8, 12]
    expect((await run({ type: 4, tag: 5, table: norm }, x))[0]?.values).toEqual(expected)
    const moments = op('moments', 104, [0], [1, 2], { tag: 71, table: { 0: { ints: [2, 3] } } })
    const instance = op('norm', 4, [0, 1, 2], [3], { tag: 5, table: norm })
    const file = net(['x', 'mean', 'variance', 'y'], [input('x', 0, x.dims, 0), moments, instance])
    expect((await runNet(file, x))[0]?.values).toEqual(expected)
  })

  it('InnerProduct: weights are outputs × inputs', async () => {
    const table = { 0: { int: 2 }, 3: { floats: [1, 2, 3, 4, 5, 6] }, 4: { floats: [100, 200] } }
    const [y] = await run({ type: 33, tag: 20, table }, floats([1, 3, 1, 1], 1, 10, 100))
    expect(y).toEqual({ dims: [1, 2], values: [421, 854] })
  })
})

describe('volumes', () => {
  it('Pooling3D: one pad an axis, for both ends', async () => {
    const table = { 0: { ints: [2, 2, 2] }, 1: { ints: [2, 2, 2] }, 2: { ints: [0, 0, 1] }, 3: { byte: 0 } }
    const [y] = await run({ type: 112, tag: 79, table }, floats([1, 1, 2, 2, 2], ...ramp(8)))
    expect(y).toEqual({ dims: [1, 1, 1, 1, 2], values: [6, 7] })
  })

  it('Convolution3D and its transpose', async () => {
    const common = { 0: { ints: [1, 1, 1] }, 1: { ints: [1, 1, 1] }, 2: { ints: [2, 1, 1] }, 6: { int: 1 } }
    const table = { 0: { table: { ...common, 3: { ints: [0, 0, 0] } } }, 1: { floats: [1, 10] }, 2: { floats: [5] } }
    const x = floats([1, 1, 2, 1, 2], 1, 2, 3, 4)
    expect((await run({ type: 113, tag: 80, table }, x))[0]).toEqual({ dims: [1, 1, 1, 1, 2], values: [36, 47] })
    expect((await run({ type: 268, tag: 80, table }, x))[0]).toEqual({
      dims: [1, 1, 3, 1, 2],
      values: [6, 7, 18, 29, 35, 45],
    })
  })
})

describe('indices', () => {
  it('GatherElements, GatherND', async () => {
    const x = floats([2, 2], 1, 2, 3, 4)
    expect((await run({ type: 152 }, x, ints([2, 1], 1, 0), ints([], 1)))[0]?.values).toEqual([2, 3])
    expect((await run({ type: 115 }, x, ints([2, 2], 1, 0, 0, 1)))[0]).toEqual({ dims: [2], values: [3, 2] })
  })

  it('ScatterNd: into zeros, or into a tensor; with a function', async () => {
    const file = (data: boolean, table?: Table) =>
      net(
        ['x', 'at', 'shape', 'data', 'y'],
        [
          input('x', 0, [2], 0),
          constant('at', 1, ints([2, 1], 2, 0)),
          constant('shape', 2, list(4)),
          constant('data', 3, floats([4], 1, 1, 1, 1)),
          op('op', 118, data ? [1, 0, 2, 3] : [1, 0, 2], [4], table && { tag: 6, table }),
        ],
      )
    const x = floats([2], 5, 7)
    expect((await runNet(file(false), x))[0]?.values).toEqual([7, 0, 5, 0])
    expect((await runNet(file(true), x))[0]?.values).toEqual([7, 1, 5, 1])
    expect((await runNet(file(true, { 0: { int: 0 } }), x))[0]?.values).toEqual([8, 1, 6, 1])
  })

  it('OneHot: depth, on, off; TopKV2', async () => {
    const one = { type: 119, tag: 83, table: { 1: { int: -1 } } }
    const [hot] = await run(one, floats([2], 2, 0), ints([], 3), floats([], 9), floats([], -1))
    expect(hot).toEqual({ dims: [2, 3], values: [-1, -1, 9, 9, -1, -1] })
    const top = { type: 99, tag: 68, table: { 2: { bool: true } }, outputs: 2 }
    const found = await run(top, floats([1, 4], 3, 9, 1, 5), ints([], 2))
    expect(found.map(({ values }) => values)).toEqual([
      [9, 5],
      [1, 3],
    ])
  })

  it('Unpack: parts without the axis', async () => {
    const found = await run({ type: 102, tag: 4, table: { 0: { int: 1 } }, outputs: 2 }, floats([2, 2], 1, 2, 3, 4))
    expect(found).toEqual([
      { dims: [2], values: [1, 3] },
      { dims: [2], values: [2, 4] },
    ])
  })
})

describe('sequences', () => {
  it('CumSum, Reverse, ReverseSequence', async () => {
    const x = floats([2, 3], 1, 2, 3, 4, 5, 6)
    const sum = { type: 148, tag: 94, table: { 1: { bool: true } } }
    expect((await run(sum, x, ints([], 1)))[0]?.values).toEqual([6, 5, 3, 15, 11, 6])
    expect((await run({ type: 142 }, x, list(1)))[0]?.values).toEqual([3, 2, 1, 6, 5, 4])
    const turned = { type: 111, tag: 77, table: { 0: { int: 0 }, 1: { int: 1 } } }
    expect((await run(turned, x, list(2, 3)))[0]?.values).toEqual([2, 1, 3, 6, 5, 4])
  })

  it('LSTM: gates input, output, forget, cell; the bias is one', async () => {
    const [w, r, b] = [
      [0.5, -0.25, 1, 0.75],
      [0.1, 0.2, -0.3, 0.4],
      [0.1, 0, -0.1, 0.2],
    ]
    const sigmoid = (v: number) => 1 / (1 + Math.exp(-v))
    let [h, c] = [0, 0]
    const expected = [1, -2, 0.5].map((x) => {
      const gate = (i: number) => x * (w[i] ?? 0) + h * (r[i] ?? 0) + (b[i] ?? 0)
      const [i, o, f, g] = [sigmoid(gate(0)), sigmoid(gate(1)), sigmoid(gate(2)), Math.tanh(gate(3))]
      c = f * c + i * g
      h = o * Math.tanh(c)
      return h
    })
    const weights = [floats([1, 4, 1], ...w), floats([1, 4, 1], ...r), floats([1, 4], ...b)]
    const lstm = { type: 38, tag: 24, table: { 0: { int: 1 } }, outputs: 3 }
    const [y, last, cell] = await run(lstm, floats([3, 1, 1], 1, -2, 0.5), ...weights)
    expect(y?.dims).toEqual([3, 1, 1, 1])
    expected.forEach((value, t) => {
      expect(y?.values[t]).toBeCloseTo(value, 3)
    })
    expect(last?.values[0]).toBeCloseTo(h, 3)
    expect(cell?.values[0]).toBeCloseTo(c, 3)
  })

  it('RNNSequenceGRU: gates update and reset, then the candidate, with their biases; both directions', async () => {
    const sigmoid = (v: number) => 1 / (1 + Math.exp(-v))
    // One input, one unit: rows of the input and of the state.
    const [gates, candidate, biases] = [
      [0.5, -0.4, 0.3, 0.2],
      [0.8, -0.6],
      [0.1, -0.2, 0.05, 0.15, 0.25, -0.1],
    ]
    const [wz = 0, wr = 0, uz = 0, ur = 0] = gates
    const [wh = 0, uh = 0] = candidate
    const [bz = 0, br = 0, bh = 0, cz = 0, cr = 0, ch = 0] = biases
    const states = (values: readonly number[], linear: boolean) => {
      let h = 0
      return values.map((x) => {
        const z = sigmoid(x * wz + h * uz + bz + cz)
        const r = sigmoid(x * wr + h * ur + br + cr)
        const own = linear ? r * (h * uh + ch) : r * h * uh + ch
        h = (1 - z) * Math.tanh(x * wh + own + bh) + z * h
        return h
      })
    }
    const parameters = [
      floats([2, 2], ...gates),
      floats([1, 2], bz, br),
      floats([2, 1], ...candidate),
      floats([1, 1], bh),
      floats([1, 3], cz, cr, ch),
    ]
    const x = [1, -2, 0.5]
    for (const linear of [false, true]) {
      const table = (both: boolean, all: boolean): Table => ({
        0: { int: 1 },
        1: { bool: both },
        2: { bool: linear },
        3: { bool: all },
      })
      const gru = { type: 105, tag: 72, table: table(false, true), outputs: 2 }
      const [y, last] = await run(gru, floats([3, 1, 1], ...x), ...parameters)
      const forward = states(x, linear)
      expect(y?.dims).toEqual([3, 1, 1, 1])
      expect(last?.dims).toEqual([1, 1, 1])
      forward.forEach((value, t) => {
        expect(y?.values[t]).toBeCloseTo(value, 4)
      })
      expect(last?.values[0]).toBeCloseTo(forward[2] ?? 0, 4)
      const both = { type: 105, tag: 72, table: table(true, false) }
      const [ends] = await run(both, floats([3, 1, 1], ...x), ...parameters, ...parameters)
      expect(ends?.dims).toEqual([2, 1, 1])
      expect(ends?.values[0]).toBeCloseTo(forward[2] ?? 0, 4)
      expect(ends?.values[1]).toBeCloseTo(states(x.toReversed(), linear)[2] ?? 0, 4)
    }
  })
})

describe('sampling', () => {
  it('GridSample: a grid of the pixels’ own places gives the image', async () => {
    const sample = { type: 604, tag: 91, table: { 2: { bool: true } } }
    const grid = floats([1, 2, 2, 2], -1, -1, 1, -1, -1, 1, 1, 1)
    expect((await run(sample, floats([1, 1, 2, 2], 1, 2, 3, 4), grid))[0]?.values).toEqual([1, 2, 3, 4])
  })

  it('Padding mirrors with the edge repeated', async () => {
    const pad = { type: 45, tag: 84, table: { 0: { byte: 2 } } }
    expect((await run(pad, floats([3], 1, 2, 3), ints([1, 2], 2, 1)))[0]?.values).toEqual([2, 1, 1, 2, 3, 3])
  })

  it('Interp: cubic, with the factor that it states', async () => {
    const table = (a: number) => ({ 2: { int: 4 }, 3: { int: 1 }, 4: { int: 3 }, 9: { float: a }, 10: { byte: 4 } })
    const last = async (a: number) =>
      (await run({ type: 35, tag: 22, table: table(a) }, floats([1, 1, 1, 2], 0, 8)))[0]?.values[3]
    // At 1.5 the neighbours are 0, 8, 8, 8; the first weighs a / 8.
    expect(await last(-0.5)).toBe(8.5)
    expect(await last(-0.75)).toBe(8.75)
  })
})
