// SPDX-License-Identifier: Apache-2.0
import type { UnaryFunction } from '#core/model/operations/index'
import type { TfliteOp, Translate } from '../context'
import { ACTIVATION_NAMES } from '../enums'
import { SEQUENCE_LSTM } from '../schema'

/** Recurrent networks. */

/** Where inputs stand (tensorflow/lite/kernels/unidirectional_sequence_lstm.cc); gates are input, forget, cell, output. */
const AT = {
  weights: 1,
  recurrence: 5,
  peepholes: 9,
  bias: 12,
  projection: 16,
  state: 18,
  cells: 19,
  norms: 20,
} as const

/** ONNX has input, output, forget, cell. */
const GATES = [0, 3, 1, 2] as const

const FUNCTIONS: { readonly [name: string]: UnaryFunction | undefined } = { TANH: 'tanh', RELU: 'relu' }

/** x [batch, time, in], or time first; states are none of the model's inputs and begin as they are in the file. */
export const translateSequenceLstm: Translate = (op) => {
  const o = op.read(SEQUENCE_LSTM)
  const fn = FUNCTIONS[ACTIVATION_NAMES[o.activation] ?? '']
  if (fn === undefined) return { id: 'unsupported.cellActivation' }
  if (!op.has(AT.weights) || !op.has(AT.recurrence)) return { id: 'unsupported.coupledGates' }
  if ([0, 1, 2, 3].some((gate) => op.has(AT.norms + gate)) || op.has(AT.projection) || op.has(AT.peepholes + 1)) {
    return { id: 'unsupported.cellWeights' }
  }
  const swapped = (x: number) => (o.timeMajor ? x : op.part({ kind: 'Transpose', permutation: [1, 0, 2] }, [x]))
  const unsqueezed = (x: number) => op.part({ kind: 'Unsqueeze', axes: [0] }, [x])
  const bias = gates(op, AT.bias)
  const zeros = op.part({ kind: 'Binary', function: 'sub', activation: 'none' }, [bias, bias])
  const both = op.part({ kind: 'Concat', axis: 0 }, [bias, zeros])
  const state = (at: number) => (op.has(at) ? unsqueezed(op.input(at)) : -1)
  const sigmoid = { function: 'sigmoid', alpha: 0, beta: 0 } as const
  const other = { function: fn, alpha: 0, beta: 0 }
  const operation = {
    ...({ kind: 'Recurrent', cell: 'lstm', direction: 'forward', clip: 0, linearBeforeReset: false } as const),
    activations: [sigmoid, other, other],
    ...(o.cellClip > 0 && { cellClip: o.cellClip }),
  }
  const inputs = [swapped(op.input(0)), unsqueezed(gates(op, AT.weights)), unsqueezed(gates(op, AT.recurrence))]
  const y = op.part(operation, [...inputs, unsqueezed(both), -1, state(AT.state), state(AT.cells)])
  const rows = op.part({ kind: 'Squeeze', axes: [1] }, [y])
  if (o.timeMajor) return op.finish({ kind: 'Identity' }, [rows])
  return op.finish({ kind: 'Transpose', permutation: [1, 0, 2] }, [rows])
}

/** Weights or biases of all gates below each other, in ONNX's order. */
function gates(op: TfliteOp, at: number): number {
  return op.part(
    { kind: 'Concat', axis: 0 },
    GATES.map((gate) => op.input(at + gate)),
  )
}
