// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { largest } from '#core/model/extremes'
import type { Constant, ConstantData, FoldedConstant } from '#core/model/graph'

import type { Activation } from '#core/model/operations/matrix'
import { invalid } from '#core/model/read-error'
import type { NcnnLayer, Translate } from '../context'
import { int } from '../parameters'
import { loadWeights } from './weights'

/** Cells of recurrent networks (20260526: src/layer/lstm.cpp, gru.cpp, rnn.cpp). */

const RECURRENT = { numOutput: int(0), weightDataSize: int(1), direction: int(2), int8ScaleTerm: int(8) }

const SIGMOID: Activation = { function: 'sigmoid', alpha: 0, beta: 0 }
const TANH: Activation = { function: 'tanh', alpha: 0, beta: 0 }

interface Cell {
  readonly cell: 'lstm' | 'gru' | 'rnn'
  readonly activations: readonly Activation[]
  /** ncnn's place of each gate of ONNX. */
  readonly gates: readonly number[]
  /** Biases that the file has, and which of them each of ONNX's is, those of the state behind those of the input; the last: none. */
  readonly biases: number
  readonly biasOrder: readonly number[]
}

/** Input, forget, output, cell: ONNX has input, output, forget, cell. */
const LSTM: Cell = {
  cell: 'lstm',
  activations: [SIGMOID, TANH, TANH],
  gates: [0, 2, 1, 3],
  biases: 4,
  biasOrder: [0, 2, 1, 3, 4, 4, 4, 4],
}
/** Reset, update, new: ONNX has update, reset, new. The bias of the state’s part of the last gate stands fourth. */
const GRU: Cell = {
  cell: 'gru',
  activations: [SIGMOID, TANH],
  gates: [1, 0, 2],
  biases: 4,
  biasOrder: [1, 0, 2, 4, 4, 3],
}
const RNN: Cell = { cell: 'rnn', activations: [TANH], gates: [0], biases: 1, biasOrder: [0, 1] }

/** `otherwise`: of a layer in 8-bit integers, with a projection, or of something else than a sequence. */
const recurrent =
  ({ cell, activations, gates, biases, biasOrder }: Cell, otherwise: Translate): Translate =>
  (layer) => {
    const o = layer.read(cell === 'lstm' ? { ...RECURRENT, hiddenSize: int(3) } : RECURRENT)
    const { numOutput: hidden } = o
    const projects = 'hiddenSize' in o && o.hiddenSize !== 0 && o.hiddenSize !== hidden
    if (projects || o.int8ScaleTerm !== 0 || layer.rank() !== 2) return otherwise(layer)
    if (hidden < 1) invalid({ id: 'node.outputChannels', node: layer.name }, layer.name)
    const directions = o.direction === 2 ? 2 : 1
    const rows = gates.length * hidden
    const inputs = o.weightDataSize / directions / rows
    if (!Number.isInteger(inputs) || inputs < 1) {
      invalid({ id: 'node.weights', node: layer.name, weights: o.weightDataSize }, layer.name)
    }
    const load = (dims: readonly number[]) => loadWeights(layer, { dims, bias: 0, scales: 0 })[0] ?? -1
    const weights = load([directions, gates.length, hidden * inputs])
    const bias = load([directions, biases, hidden])
    const recurrence = load([directions, gates.length, hidden * hidden])
    reorder(layer, weights, gates, [directions, rows, inputs])
    reorder(layer, recurrence, gates, [directions, rows, hidden])
    const none = { dims: [directions, 1, hidden], data: { kind: 'fill', value: 0 } } as const
    reorder(layer, bias, biasOrder, [directions, biasOrder.length * hidden], none)
    const x = layer.part({ kind: 'Transpose', permutation: [1, 0, 2] }, [layer.input()])
    const given = layer.inputs.length > 1
    const states = (cell === 'lstm' ? [1, 2] : [1]).map((position) =>
      given ? layer.part({ kind: 'Transpose', permutation: [1, 0, 2] }, [layer.input(position)]) : -1,
    )
    const outputs = layer.mainWith(
      {
        kind: 'Recurrent',
        cell,
        direction: directions === 2 ? 'bidirectional' : o.direction === 1 ? 'reverse' : 'forward',
        activations: Array.from({ length: directions }, () => activations).flat(),
        clip: 0,
        linearBeforeReset: cell === 'gru',
      },
      [x, weights, recurrence, bias, -1, ...states],
      layer.outputs.length,
    )
    const [y = -1, ...last] = outputs
    const turned = layer.part({ kind: 'Transpose', permutation: [2, 0, 1, 3] }, [y])
    layer.give(0, { kind: 'Reshape', shape: [1, 0, -1], allowZero: false }, [turned], 2)
    last.forEach((state, index) => {
      layer.give(index + 1, { kind: 'Transpose', permutation: [1, 0, 2] }, [state], 2)
    })
    return undefined
  }

/** Gives a constant the parts along its second axis in another order, and other dims. `behind`: parts that it does not have. */
function reorder(
  layer: NcnnLayer,
  tensor: number,
  order: readonly number[],
  dims: readonly number[],
  behind?: Constant,
): void {
  const { builder } = layer.file
  const { constant, dtype } = builder.tensor(tensor)
  if (constant === undefined) return
  // Made-up and unreadable values are so in any order.
  const keeps = constant.data.kind === 'synthesised' || constant.data.kind === 'quantised'
  const whole = behind === undefined || keeps ? constant : joined(constant, behind, dtype)
  const [directions = 1, , ...inner] = whole.dims
  const step = { kind: 'gather', axis: 1, indices: order } as const
  const data: ConstantData = keeps
    ? constant.data
    : folded(step, [{ dtype, constant: whole }], [directions, order.length, ...inner], dtype)
  builder.setConstant(tensor, dtype, { dims, data })
}

function joined(constant: Constant, behind: Constant, dtype: DataType): Constant {
  const [directions = 1, parts = 0, ...inner] = constant.dims
  const dims = [directions, parts + (behind.dims[1] ?? 0), ...inner]
  const inputs = [
    { dtype, constant },
    { dtype: 'float32', constant: behind },
  ] as const
  return { dims, data: folded({ kind: 'join', axis: 1 }, inputs, dims, dtype) }
}

function folded(
  step: FoldedConstant['step'],
  inputs: FoldedConstant['inputs'],
  dims: readonly number[],
  dtype: DataType,
): FoldedConstant {
  const depth = 1 + largest(inputs.map(({ constant: { data } }) => (data.kind === 'folded' ? data.depth : 0)))
  return { kind: 'folded', step, inputs, dims, dtype, depth }
}

export const recurrentLayers = (otherwise: Readonly<Record<'LSTM' | 'GRU' | 'RNN', Translate>>) => ({
  LSTM: recurrent(LSTM, otherwise.LSTM),
  GRU: recurrent(GRU, otherwise.GRU),
  RNN: recurrent(RNN, otherwise.RNN),
})
