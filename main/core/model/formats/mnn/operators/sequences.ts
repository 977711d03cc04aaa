// SPDX-License-Identifier: Apache-2.0
import { type Translate, unsupported, withRecord } from '../context'
import { CUM_SUM, REVERSE_SEQUENCE } from '../schema'

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
