// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { expectTwins, numbers, type Twin } from './twin'

/** LSTM, GRU and RNN of a .param against those of ONNX Runtime. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-ncnn-recurrent-'))
})
afterAll(() => rm(folder, { recursive: true }))

const [STEPS, INPUTS, HIDDEN] = [3, 5, 4]
/** ncnn's gates: ONNX's, as their places in the file; biases: of the input and of the state, -1 where there is none. */
const CELLS = {
  LSTM: { gates: [0, 2, 1, 3], biases: 4, biasOrder: [0, 2, 1, 3, -1, -1, -1, -1] },
  GRU: { gates: [1, 0, 2], biases: 4, biasOrder: [1, 0, 2, -1, -1, 3] },
  RNN: { gates: [0], biases: 1, biasOrder: [0, -1] },
} as const

/** `values` are of directions, each of `parts` equal parts; -1 is a part of zeros. */
function reordered(values: readonly number[], directions: number, parts: number, order: readonly number[]): number[] {
  const length = values.length / directions / parts
  const part = (direction: number, place: number) =>
    place < 0
      ? new Array<number>(length).fill(0)
      : values.slice((direction * parts + place) * length, (direction * parts + place + 1) * length)
  return Array.from({ length: directions }, (_, direction) => order.flatMap((place) => part(direction, place))).flat()
}

function twin(type: keyof typeof CELLS, direction: 0 | 1 | 2, withStates: boolean): Twin {
  const { gates, biases, biasOrder } = CELLS[type]
  const directions = direction === 2 ? 2 : 1
  const rows = gates.length * HIDDEN
  const [weights, bias, recurrence] = [
    numbers(directions * rows * INPUTS, 3),
    numbers(directions * biases * HIDDEN, 4),
    numbers(directions * rows * HIDDEN, 5),
  ]
  const constants = [
    { floats: reordered(weights, directions, gates.length, gates), dims: [directions, rows, INPUTS] },
    { floats: reordered(recurrence, directions, gates.length, gates), dims: [directions, rows, HIDDEN] },
    {
      floats: reordered(bias, directions, biases, biasOrder),
      dims: [directions, biasOrder.length * HIDDEN],
    },
  ]
  const states = withStates ? (type === 'LSTM' ? ['x1', 'x2'] : ['x1']) : []
  const turn = (from: string, to: string) =>
    ({ op: 'Transpose', operands: [from], attributes: { perm: [1, 0, 2] }, outputs: [to] }) as const
  const last = states.map((_, index) => `l${index}`)
  return {
    inputs: [[STEPS, INPUTS], ...states.map(() => [directions, HIDDEN])],
    layers: [
      `${type} cell ${['x0', ...states].join(',')}>${['y', ...last].join(',')} 0=${HIDDEN} 1=${weights.length} 2=${direction}`,
    ],
    weights: [weights, bias, recurrence].map((values) => ({ as: 'floats', values })),
    nodes: [
      turn('x0', 'turned'),
      ...states.map((name) => turn(name, `${name}t`)),
      {
        op: type,
        operands: ['turned', ...constants, ...(withStates ? ['', ...states.map((name) => `${name}t`)] : [])],
        attributes: {
          hidden_size: HIDDEN,
          direction: ['forward', 'reverse', 'bidirectional'][direction] ?? '',
          ...(type === 'GRU' ? { linear_before_reset: 1 } : {}),
        },
        outputs: ['all', ...states.map((_, index) => `s${index}`)],
      },
      { op: 'Transpose', operands: ['all'], attributes: { perm: [2, 0, 1, 3] }, outputs: ['apart'] },
      { op: 'Reshape', operands: ['apart', { ints: [1, STEPS, -1] }], outputs: ['y'] },
      ...states.map((_, index) => turn(`s${index}`, `l${index}`)),
    ],
    results: [['y', 'y'], ...last.map((name) => [name, name] as const)],
  }
}

describe('a recurrent layer of ncnn', () => {
  for (const type of ['LSTM', 'GRU', 'RNN'] as const) {
    for (const direction of [0, 1, 2] as const) {
      it(`gives what ${type} gives, direction ${direction}`, () => expectTwins(twin(type, direction, false), folder))
    }
    it(`takes the states of ${type}, and gives the last ones`, () => expectTwins(twin(type, 2, true), folder))
  }
})
