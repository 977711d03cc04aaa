// SPDX-License-Identifier: Apache-2.0

import { describeRecord, readRecord } from '../../flatbuffers/record'
import { type MnnOp, part, type Translate, unsupported, WRITTEN, withRecord } from '../context'
import { CUM_SUM, REVERSE_SEQUENCE, RNN } from '../schema'

/** Ops along an axis or over time. */

/** x, axis */
export const translateCumSum = withRecord(CUM_SUM, (_op, { exclusive, reverse }) => ({
  kind: 'CumSum',
  exclusive,
  reverse,
}))

export const translateReverseSequence = withRecord(REVERSE_SEQUENCE, (_op, { batchDim, seqDim }) => ({
  kind: 'ReverseSequence',
  batchAxis: batchDim,
  timeAxis: seqDim,
}))

/** x, axis: a slice from the last element to the first. */
export const translateReverse: Translate = (op) => {
  const { builder } = op.file
  const axes = builder.values(op.inputs[1])
  if (axes === undefined) return { operation: unsupported({ id: 'unsupported.atRunTime', what: 'axis' }) }
  const list = (suffix: string, value: number) =>
    builder.addConstant(`${op.name}.${suffix}`, 'int32', [axes.length], {
      kind: 'values',
      values: axes.map(() => value),
    })
  const along = builder.addConstant(`${op.name}.axes`, 'int32', [axes.length], { kind: 'values', values: axes })
  const inputs = [op.inputs[0] ?? -1, list('starts', -1), list('ends', -(2 ** 31) + 1), along, list('steps', -1)]
  return { operation: { kind: 'Slice', sizesAsEnds: false }, inputs }
}

const SIGMOID = { function: 'sigmoid', alpha: 0, beta: 0 } as const
const TANH = { function: 'tanh', alpha: 0, beta: 0 } as const
const FUNCTIONS = { lstm: [SIGMOID, TANH, TANH], rnn: [TANH] } as const

/** x, weights, recurrence, bias [directions, gates], [initial h], [initial c]: ONNX's, but for the two biases' sum. */
export const translateRecurrent =
  (cell: 'lstm' | 'rnn'): Translate =>
  (op) => {
    const { builder } = op.file
    const [x = -1, weights = -1, recurrence = -1, bias = -1, initial = -1, cells = -1] = op.inputs
    const dims = bias < 0 ? undefined : builder.tensor(bias).constant?.dims
    if (op.inputs.length < 4 || dims?.length !== 2) {
      return { operation: unsupported({ id: 'unsupported.cellWeights' }) }
    }
    const none = builder.addConstant(`${op.name}.none`, 'float32', dims, { kind: 'fill', value: 0 })
    const both = builder.addTensor(`${op.name}.bias`)
    builder.addNode(`${op.name}.bias`, op.type, { kind: 'Concat', axis: 1 }, [bias, none], [both], [])
    const directions = dims[0] === 2 ? 2 : 1
    const activations = Array.from({ length: directions }, () => FUNCTIONS[cell]).flat()
    return {
      operation: {
        kind: 'Recurrent',
        cell,
        direction: directions === 2 ? 'bidirectional' : 'forward',
        activations,
        clip: 0,
        linearBeforeReset: false,
      },
      inputs: [x, weights, recurrence, both, -1, initial, ...(cell === 'lstm' ? [cells] : [])],
    }
  }

/** Of a GRU and direction: gate weights and bias, candidate's, and the bias of the recurrence. */
const GRU_PARAMETERS = 5

/**
 * x, and for each direction weights [inputs + hidden, gates] of both gates with their bias, those of the candidate with its bias,
 * and the recurrence's biases; [initial h]. They are put together as ONNX's.
 */
export const translateGru: Translate = (op) => {
  const { builder } = op.file
  const record = readRecord(op.main, RNN)
  const directions = record.isBidirectionalRNN ? 2 : 1
  const [x = -1, ...rest] = op.inputs
  const hidden = record.numUnits
  const [rows = 0, gates = 0] = rest[0] === undefined ? [] : (builder.tensor(rest[0]).constant?.dims ?? [])
  if (rest.length < directions * GRU_PARAMETERS || hidden < 1 || rows <= hidden || gates !== 2 * hidden) {
    return { operation: unsupported({ id: 'unsupported.cellWeights' }) }
  }
  const each = Array.from({ length: directions }, (_, direction) =>
    gruWeights(op, rest.slice(direction * GRU_PARAMETERS, (direction + 1) * GRU_PARAMETERS), [rows - hidden, hidden]),
  )
  const stacked = (of: (weights: GruWeights) => number) => part(op, { kind: 'Concat', axis: 0 }, each.map(of))
  const [output = -1, last = -1] = op.outputs
  builder.addNode(
    op.name,
    op.type,
    {
      kind: 'Recurrent',
      cell: 'gru',
      direction: directions === 2 ? 'bidirectional' : 'forward',
      activations: each.flatMap(() => [SIGMOID, TANH]),
      clip: 0,
      linearBeforeReset: record.linearBeforeReset,
    },
    [
      x,
      stacked(({ input }) => input),
      stacked(({ recurrence }) => recurrence),
      stacked(({ bias }) => bias),
      -1,
      rest[directions * GRU_PARAMETERS] ?? -1,
    ],
    record.keepAllOutputs ? [output, ...(last < 0 ? [] : [last])] : [builder.addTensor(`${op.name}.sequence`), output],
    describeRecord(record, RNN),
  )
  return WRITTEN
}

/** Weights [1, 3 · hidden, inputs], recurrence [1, 3 · hidden, hidden] and biases [1, 6 · hidden] of one direction. */
interface GruWeights {
  readonly input: number
  readonly recurrence: number
  readonly bias: number
}

function gruWeights(op: MnnOp, parameters: readonly number[], sizes: readonly number[]): GruWeights {
  const { builder } = op.file
  const [gateWeight = -1, gateBias = -1, candidateWeight = -1, candidateBias = -1, recurrentBias = -1] = parameters
  const all = part(op, { kind: 'Concat', axis: 1 }, [gateWeight, candidateWeight])
  const turned = part(op, { kind: 'Transpose', permutation: [1, 0] }, [all])
  const halves = sizes.map((_, half) =>
    builder.addTensor(`${op.name}.${half === 0 ? 'weights' : 'recurrence'}.${turned}`),
  )
  builder.addNode(`${op.name}.${turned}`, op.type, { kind: 'Split', axis: 1, sizes }, [turned], halves, [])
  const [input = -1, recurrence = -1] = halves.map((half) => part(op, { kind: 'Unsqueeze', axes: [0] }, [half]))
  return { input, recurrence, bias: part(op, { kind: 'Concat', axis: 1 }, [gateBias, candidateBias, recurrentBias]) }
}
