// SPDX-License-Identifier: Apache-2.0
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'
import type { MatrixCore } from '../core'
import type { Resize } from './other-operation'

type Recurrent = Extract<ResolvedOperation, { kind: 'Recurrent' }>

/** How a release runs recurrent layers. */
export interface RecurrentRules {
  /** An LSTM is taken apart into operations for every step of time, or into loops over time. */
  readonly lstm: 'steps' | 'loops'
  /** Whether it has plain recurrent cells, which then run as an LSTM does. */
  readonly rnn: boolean
  /** Buffers of the executor for GRU; null: it has no such layer that a converter writes. */
  readonly gru: GruBuffers | null
  /** Cells that its converter takes without a bias. */
  readonly withoutBias: readonly Recurrent['cell'][]
  /** The converter writes LSTM and GRU as they are only when it is told so, and else loops that no session runs. */
  readonly onRequest: boolean
}

export interface GruBuffers {
  /** There is one for the state behind the reset gate. */
  readonly resetState: boolean
  /** They are given back once it is sized; else they stay taken. */
  readonly givenBack: boolean
}

/** A recurrent layer with its sizes, as geometry and executors see it. Tensors that are not there are -1. */
export interface RecurrentLayer {
  readonly cell: Recurrent['cell']
  readonly steps: number
  readonly batch: number
  readonly inputs: number
  readonly hidden: number
  readonly directions: number
  readonly weight: number
  readonly recurrence: number
  readonly bias: number
  readonly lengths: number
  readonly initialHidden: number
  readonly initialCell: number
}

/** Of a cell: products with the input, one for each gate. */
export const GATES = { rnn: 1, gru: 3, lstm: 4 } as const

/** The recurrent layer that a node is, whatever a release does with it; null where it is none or its sizes are not known. */
export function recurrentLayer(shaped: ShapedModel, nodeId: number): RecurrentLayer | null {
  const operation = shaped.operations[nodeId]
  const node = shaped.model.nodes[nodeId]
  if (operation?.kind !== 'Recurrent' || node === undefined) return null
  const [x = -1, weight = -1, recurrence = -1, bias = -1, lengths = -1, initialHidden = -1, initialCell = -1] =
    node.inputs
  const dims = (tensor: number) => shaped.constants.get(tensor)?.dims ?? shaped.dims[tensor]
  const [steps, batch, inputs] = dims(x) ?? []
  const [directions, , hidden] = dims(recurrence) ?? []
  if ([steps, batch, inputs, directions, hidden].includes(undefined)) return null
  const sizes = { steps, batch, inputs, directions, hidden } as Record<
    'steps' | 'batch' | 'inputs' | 'directions' | 'hidden',
    number
  >
  return { cell: operation.cell, ...sizes, weight, recurrence, bias, lengths, initialHidden, initialCell }
}

/** Why it is not known what a release does with a recurrent layer; null: it is. */
export function recurrentGap(shaped: ShapedModel, nodeId: number, rules: RecurrentRules | null): Message | null {
  const layer = recurrentLayer(shaped, nodeId)
  if (layer === null) return { id: 'unmodelled.shape' }
  const { cell, bias } = layer
  const isKnown = rules !== null && (cell === 'lstm' || (cell === 'rnn' ? rules.rnn : rules.gru !== null))
  if (!isKnown) return { id: 'unmodelled.recurrentRelease' }
  const parameters = [layer.weight, layer.recurrence, ...(bias < 0 ? [] : [bias])]
  if (!parameters.every((tensor) => shaped.constants.has(tensor))) return { id: 'unmodelled.recurrentWeights' }
  if (bias < 0 && !rules.withoutBias.includes(cell)) return { id: 'unmodelled.recurrentBias' }
  if (cell === 'gru' && layer.lengths >= 0) return { id: 'unmodelled.recurrentLengths' }
  return null
}

/**
 * Elements of the constants that a layer reads: a cell other than a GRU has one bias, the sum of both, of zeros where the
 * model has none. 2.8.1: tools/converter/source/optimizer/onnxextra/OnnxLSTMMerge.cpp, OnnxSequenceGRUMerge.cpp.
 */
export function biasElements({ cell, directions, hidden }: RecurrentLayer): number {
  return (cell === 'gru' ? 2 : 1) * directions * GATES[cell] * hidden
}

/** The state, the input beside it, both gates, and what the reset gate leaves. 1.1.6|2.9.1|3.6.1: cpu/CPURNNSequenceGRU.cpp. */
export function resizeGru(
  { inputs, hidden }: RecurrentLayer,
  { resetState, givenBack }: GruBuffers,
  { elementBytes }: MatrixCore,
): Resize {
  const sizes = [hidden, inputs + 2 * hidden, 2 * hidden, ...(resetState ? [hidden] : [])]
  return (to) => {
    const blocks = sizes.map((elements) => to.take('part.recurrentState', elements * elementBytes))
    if (givenBack) to.free(...blocks)
  }
}
