// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { UnaryFunction } from '#core/model/operations/index'
import type { RecurrentLayer } from '../rules/recurrent-layers'
import { alike, type ModelWriter, reshaped } from './converted-model'

/**
 * An LSTM of one step whose states are given: a convolution of the input and one of the state give the gates, which are added
 * up, split and put together by element-wise operations.
 * 2.2.2|3.6.1: tools/converter/source/optimizer/onnxextra/OnnxLSTMMerge.cpp (singleLSTMOpt).
 */
export function writeRecurrentStep(writer: ModelWriter, node: Node, layer: RecurrentLayer): void {
  const { batch, inputs, hidden } = layer
  const [x = -1] = node.inputs
  const gates = 4 * hidden
  const state = [batch, hidden, 1, 1]
  const tensor = (dims: readonly number[]) => writer.tensor(x, dims)
  const alias = (from: number, dims: readonly number[], to = tensor(dims)) => {
    writer.write(node, reshaped(dims), [from], [to])
    return to
  }
  const product = (from: number, channels: number, weight: number) => {
    const image = alias(from, [batch, channels, 1, 1])
    const result = tensor([batch, gates, 1, 1])
    const parameters = [
      writer.partOfConstant(weight, [gates, channels, 1, 1]),
      // The state's is of zeros.
      writer.partOfConstant(layer.bias < 0 ? weight : layer.bias, [gates]),
    ]
    writer.write(node, pointwise, [image, ...parameters], [result])
    return result
  }
  const binary = (fn: 'add' | 'mul', a: number, b: number) => {
    const to = tensor(writer.dimsOf(a))
    writer.write(node, alike({ kind: 'Binary', function: fn, activation: 'none' }), [a, b], [to])
    return to
  }
  const unary = (fn: UnaryFunction, from: number) => {
    const to = tensor(writer.dimsOf(from))
    writer.write(node, alike({ kind: 'Unary', function: fn, alpha: 0, beta: 0 }), [from], [to])
    return to
  }

  const sum = binary('add', product(x, inputs, layer.weight), product(layer.initialHidden, hidden, layer.recurrence))
  const split = [0, 1, 2, 3].map(() => tensor(state))
  writer.write(node, alike({ kind: 'Split', axis: 1, sizes: split.map(() => hidden) }), [sum], split)
  const [i = -1, o = -1, f = -1, c = -1] = split.map((gate, index) => unary(index === 3 ? 'tanh' : 'sigmoid', gate))
  const cell = binary('add', binary('mul', i, c), binary('mul', f, alias(layer.initialCell, state)))
  const result = binary('mul', unary('tanh', cell), o)
  const [sequence = -1, last = -1, lastCell = -1] = node.outputs
  for (const [from, to] of [
    [result, sequence],
    [result, last],
    [cell, lastCell],
  ] as const) {
    if (to >= 0) alias(from, writer.dimsOf(to), to)
  }
  writer.replaced(node, { layers: 2, of: 'step' }, null)
}

const WINDOW = {
  ...({ kind: 'Conv', kernel: [1, 1], strides: [1, 1], dilations: [1, 1] } as const),
  ...({ group: 1, activation: 'none', depthwise: false } as const),
}
const NO_PADS = [0, 0, 0, 0]
const pointwise = {
  stated: { ...WINDOW, pads: { kind: 'explicit', pads: NO_PADS } as const },
  resolved: { ...WINDOW, pads: NO_PADS },
}
