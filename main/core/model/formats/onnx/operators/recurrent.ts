// SPDX-License-Identifier: Apache-2.0
import type { Activation, Operation, UnaryFunction } from '#core/model/operations/index'
import { table } from '../../../words'
import { type OnnxNode, type Translate, unsupported, WRITTEN } from '../context'
import { Parts } from '../parts'

type Cell = Extract<Operation, { kind: 'Recurrent' }>['cell']

const DEFAULTS: Readonly<Record<Cell, readonly string[]>> = {
  rnn: ['Tanh'],
  gru: ['Sigmoid', 'Tanh'],
  lstm: ['Sigmoid', 'Tanh', 'Tanh'],
}

/** Names of activations, in lower case, with the factors that they have where none are given. */
const FUNCTIONS = table<readonly [UnaryFunction, alpha: number, beta: number]>({
  relu: ['relu', 0, 0],
  tanh: ['tanh', 0, 0],
  sigmoid: ['sigmoid', 0, 0],
  leakyrelu: ['leakyRelu', 0.01, 0],
  thresholdedrelu: ['thresholdedRelu', 1, 0],
  hardsigmoid: ['hardSigmoid', 0.2, 0.5],
  elu: ['elu', 1, 0],
  softsign: ['softsign', 0, 0],
  softplus: ['softplus', 0, 0],
})

/** RNN, GRU and LSTM. With layout 1 the batch comes before time and direction. */
export const translateRecurrent =
  (cell: Cell): Translate =>
  (node) => {
    const { attributes, inputs } = node
    const direction = attributes.string('direction', 'forward')
    if (direction !== 'forward' && direction !== 'reverse' && direction !== 'bidirectional') {
      return unsupported({ id: 'unsupported.unknown', what: 'direction', value: direction })
    }
    const activations = activationsOf(node, cell, direction === 'bidirectional' ? 2 : 1)
    if (activations === undefined) return unsupported({ id: 'unsupported.cellActivation' })
    const operation: Operation = {
      kind: 'Recurrent',
      cell,
      direction,
      activations,
      clip: attributes.float('clip', 0),
      linearBeforeReset: attributes.flag('linear_before_reset'),
      ...(attributes.flag('input_forget') && { coupled: true }),
    }
    return attributes.flag('layout') ? batchFirst(node, operation) : { operation, inputs }
  }

function activationsOf(node: OnnxNode, cell: Cell, directions: number): readonly Activation[] | undefined {
  const { attributes } = node
  const stated = attributes.strings('activations') ?? []
  const names = stated.length > 0 ? stated : Array.from({ length: directions }, () => DEFAULTS[cell]).flat()
  if (names.length !== directions * DEFAULTS[cell].length) return undefined
  const [alphas, betas] = [attributes.floats('activation_alpha') ?? [], attributes.floats('activation_beta') ?? []]
  const found = names.flatMap((name, i): Activation[] => {
    const entry = FUNCTIONS[name.toLowerCase()]
    if (entry === undefined) return []
    return [{ function: entry[0], alpha: alphas[i] ?? entry[1], beta: betas[i] ?? entry[2] }]
  })
  return found.length === names.length ? found : undefined
}

function batchFirst(node: OnnxNode, operation: Operation): typeof WRITTEN {
  const parts = new Parts(node)
  const swapped = (tensor: number) =>
    tensor < 0 ? -1 : parts.add({ kind: 'Transpose', permutation: [1, 0, 2] }, [tensor])
  const inputs = node.inputs.map((tensor, i) => (i === 0 || i === 5 || i === 6 ? swapped(tensor) : tensor))
  const results = parts.addAll(operation, inputs)
  for (const [position, tensor] of results.entries()) {
    const permutation = position === 0 ? [2, 0, 1, 3] : [1, 0, 2]
    parts.finish(position, { kind: 'Transpose', permutation }, [tensor])
  }
  return WRITTEN
}
