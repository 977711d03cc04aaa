// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { isLowerBound, type Plan } from '#contract/plan'
import type { ResolvedOperation } from '#core/model/shapes'
import type { Geometry } from '#core/planning/engines/mnn/geometry/command-list'
import { CommandList } from '#core/planning/engines/mnn/geometry/command-list'
import { unfoldRecurrent } from '#core/planning/engines/mnn/geometry/recurrent'
import type { RecurrentRules } from '#core/planning/engines/mnn/rules/recurrent-layers'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ModelSketch } from './model-sketch'

const [STEPS, BATCH, INPUTS, HIDDEN] = [6, 2, 8, 16]
const GATES = { rnn: 1, gru: 3, lstm: 4 } as const
type Cell = keyof typeof GATES

interface Sketched {
  readonly cell?: Cell
  readonly directions?: 1 | 2
  readonly bias?: boolean
  readonly states?: boolean
  readonly constantWeights?: boolean
  readonly steps?: number
  readonly batch?: number
  readonly threads?: number
  readonly format?: 'mnn' | 'onnx'
}

function plan(profile: string, what: Sketched = {}): Plan {
  const { cell = 'lstm', directions = 1, bias = true, states = false, constantWeights = true } = what
  const { steps = STEPS, batch = BATCH, threads = 1, format = 'onnx' } = what
  const sketch = new ModelSketch(format)
  const operation: ResolvedOperation = {
    ...{ kind: 'Recurrent', cell, direction: directions === 2 ? 'bidirectional' : 'forward' },
    ...{ activations: [], clip: 0, linearBeforeReset: false },
  }
  const gates = GATES[cell] * HIDDEN
  const weights = (dims: number[]) => (constantWeights ? sketch.constant(dims) : sketch.input(dims))
  const state = () => (states ? sketch.constant([directions, batch, HIDDEN]) : -1)
  const inputs = [
    sketch.input([steps, batch, INPUTS]),
    weights([directions, gates, INPUTS]),
    weights([directions, gates, HIDDEN]),
    bias ? sketch.constant([directions, 2 * gates]) : -1,
    -1,
    state(),
    cell === 'lstm' ? state() : -1,
  ]
  const last = [directions, batch, HIDDEN]
  const outputs = sketch.nodes(operation, inputs, [[steps, directions, batch, HIDDEN], last])
  const configuration = { profile, settings: {}, threads, isa: 'sse' } as const
  const shaped = sketch.shaped(outputs)
  const made = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

/** Weights, recurrence and one bias, as float32. */
const held = (cell: Cell, directions: number, biases = 1) =>
  4 * directions * GATES[cell] * HIDDEN * (INPUTS + HIDDEN + biases)

const geometry: Geometry = {
  reads: 'one',
  reshapesTakeOver: false,
  mergesPermuted: true,
  reducesDirectly: false,
  keepsCopies: true,
}
const rules: RecurrentRules = {
  lstm: 'loops',
  rnn: true,
  gru: null,
  withoutBias: [],
  onRequest: false,
}

describe('a recurrent layer in MNN', () => {
  it.each(['mnn-1.1.0', 'mnn-1.2.0', 'mnn-2.8.1', 'mnn-3.6.1'])(
    'LSTM: holds weights and one bias under %s',
    (profile) => {
      for (const directions of [1, 2] as const) {
        const made = plan(profile, { directions })
        expect(isLowerBound(made)).toBe(false)
        expect(made.decisions).toMatchObject([{ kind: 'recurrent', packedWeightBytes: held('lstm', directions) }])
        expect(made.totals.packedWeights).toBe(held('lstm', directions))
      }
    },
  )

  it('LSTM: has products of all steps and the states of its loops among the activations', () => {
    const floats = { x: STEPS * BATCH * INPUTS, gate: STEPS * BATCH * 4 * HIDDEN, y: STEPS * BATCH * HIDDEN }
    const state = BATCH * HIDDEN
    // The sequence, five states, the products of one step and their sum, while the loop runs.
    const looping = 4 * (floats.gate + floats.y + 5 * state + 4 * state + state)
    const made = plan('mnn-2.8.1')
    expect(made.steps[0]?.activationBytes).toBe(looping)
    // Its input lies beside it, and is free for a state or two.
    expect(made.totals.activations).toBeGreaterThanOrEqual(looping)
    expect(made.totals.activations).toBeLessThanOrEqual(looping + 2 * 4 * floats.x)
  })

  it('LSTM: packs what it multiplies, in every thread where its rounds may run at once', () => {
    const workspace = (threads: number) => plan('mnn-2.8.1', { threads }).decisions[0]?.workspaceBytes ?? 0
    const rows = STEPS * BATCH
    // Both operands and the result; the kernel's tile comes on top.
    expect(workspace(1)).toBeGreaterThan(4 * (INPUTS * rows + 4 * HIDDEN * INPUTS + 4 * HIDDEN * rows))
    expect(workspace(4)).toBe(2 * workspace(2))
  })

  it('LSTM: takes no workspace for the state of one sequence, a product with a vector', () => {
    const workspace = (states: boolean) => plan('mnn-2.8.1', { batch: 1, states }).decisions[0]?.workspaceBytes
    expect(workspace(true)).toBe(workspace(false))
    const states = 2 * 4 * HIDDEN
    expect(plan('mnn-2.8.1', { batch: 1, states: true }).totals.packedWeights).toBe(held('lstm', 1) + states)
  })

  it('LSTM: multiplies in every step to 1.1.7, and in loops from 1.2.0 on', () => {
    const products = (lstm: 'steps' | 'loops', states: number) => {
      const dims = [[STEPS, BATCH, INPUTS], ...Array.from({ length: 5 }, () => [1, BATCH, HIDDEN])]
      const tensors = new Map(dims.map((each, tensor) => [tensor, { dims: each, layout: 'plain' as const }]))
      const list = new CommandList(tensors, [], geometry)
      const sizes = { steps: STEPS, batch: BATCH, inputs: INPUTS, hidden: HIDDEN, directions: 1 }
      const places = { weight: 1, recurrence: 2, bias: 3, lengths: -1, initialHidden: states, initialCell: states }
      const op = { node: 0, kind: 'Recurrent', inputs: [0], outputs: [] } as const
      unfoldRecurrent(op, [], { cell: 'lstm', ...sizes, ...places }, { ...rules, lstm }, list)
      return list.ops.filter(({ kind }) => kind === 'MatMul').length
    }
    expect(products('steps', -1)).toBe(STEPS)
    expect(products('steps', 4)).toBe(1 + STEPS)
    expect(products('loops', -1)).toBe(2)
    expect(products('loops', 4)).toBe(3)
  })

  it('GRU: is one executor with both biases, whose buffers stay taken in 1.2.2 and 1.2.3', () => {
    const buffers = (profile: string) => plan(profile, { cell: 'gru' }).decisions[0]?.workspaceBytes
    const three = 4 * (HIDDEN + INPUTS + 2 * HIDDEN + 2 * HIDDEN)
    expect(buffers('mnn-1.1.6')).toBe(three)
    expect(buffers('mnn-2.8.1')).toBe(three + 4 * HIDDEN)
    expect(plan('mnn-2.8.1', { cell: 'gru' }).totals.packedWeights).toBe(held('gru', 1, 2))
    expect(buffers('mnn-1.2.2')).toBe(buffers('mnn-1.2.4'))
  })

  it('plain cells: run as an LSTM with one gate, from 1.2.6 on', () => {
    const made = plan('mnn-1.2.6', { cell: 'rnn', directions: 2 })
    expect(made.decisions).toMatchObject([{ packedWeightBytes: held('rnn', 2) }])
    expect(plan('mnn-1.2.5', { cell: 'rnn' }).decisions).toMatchObject([
      { packedWeightBytes: null, reason: { id: 'unmodelled.recurrentRelease' } },
    ])
  })

  it('has a bias of zeros where the model has none and the converter takes that', () => {
    expect(plan('mnn-2.8.1', { bias: false }).totals.packedWeights).toBe(held('lstm', 1))
    expect(plan('mnn-3.6.1', { cell: 'gru', bias: false }).totals.packedWeights).toBe(held('gru', 1, 2))
  })

  it('says that a newer converter must be told to write it', () => {
    expect(plan('mnn-3.6.1').decisions[0]?.reason).toEqual({ id: 'reason.recurrentOnRequest' })
    expect(plan('mnn-3.6.1', { format: 'mnn' }).decisions[0]?.reason).toEqual({ id: 'reason.recurrentLoops' })
    expect(plan('mnn-3.6.1', { cell: 'rnn' }).decisions[0]?.reason).toEqual({ id: 'reason.recurrentLoops' })
  })

  it('LSTM: is two convolutions where it has one step and is given states, from 2.2.2 on', () => {
    const what = { steps: 1, states: true } as const
    for (const profile of ['mnn-2.2.2', 'mnn-3.6.1']) {
      const made = plan(profile, what)
      expect(isLowerBound(made)).toBe(false)
      expect(made.decisions).toMatchObject([
        {
          kind: 'recurrent',
          inner: null,
          macs: BATCH * 4 * HIDDEN * (INPUTS + HIDDEN),
          reason: { id: 'mnn.becomesStep', parts: 2 },
        },
      ])
      expect(made.notes.map(({ id }) => id)).toContain('note.converterSteps')
      // Both have a bias.
      expect(made.decisions[0]?.packedWeightBytes).toBeGreaterThanOrEqual(held('lstm', 1, 2))
      expect(made.decisions[0]?.candidates.length).toBeGreaterThan(1)
    }
    for (const [profile, other] of [
      ['mnn-2.2.1', what],
      ['mnn-2.8.1', { ...what, format: 'mnn' }],
      ['mnn-2.8.1', { steps: 1 }],
      ['mnn-2.8.1', { ...what, directions: 2 }],
    ] as const)
      expect(plan(profile, other).decisions[0]?.reason.id).toBe('reason.recurrentLoops')
  })

  it.each([
    ['mnn-1.0.1', {}, 'unmodelled.recurrentRelease'],
    ['mnn-1.1.5', { cell: 'gru' }, 'unmodelled.recurrentRelease'],
    ['mnn-2.8.1', { constantWeights: false }, 'unmodelled.recurrentWeights'],
    ['mnn-1.2.9', { bias: false }, 'unmodelled.recurrentBias'],
    ['mnn-2.8.1', { cell: 'gru', bias: false }, 'unmodelled.recurrentBias'],
  ] as const)('is unknown under %s with %o', (profile, what, id) => {
    const made = plan(profile, what)
    expect(isLowerBound(made)).toBe(true)
    expect(made.decisions).toMatchObject([{ packedWeightBytes: null, workspaceBytes: null, reason: { id } }])
  })
})
