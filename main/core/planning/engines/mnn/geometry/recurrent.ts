// SPDX-License-Identifier: Apache-2.0

import { GATES, type RecurrentLayer, type RecurrentRules } from '../rules/recurrent-layers'
import type { SessionOp } from '../session/converter-view'
import type { CommandList } from './command-list'
import { singleSteps, type Unfolded } from './recurrent-steps'
import { type Region, wholeCopy } from './region'

/** What an LSTM or a plain recurrent cell becomes: source/geometry/GeometryLSTM.cpp. */
export function unfoldRecurrent(
  op: SessionOp,
  outputs: readonly number[],
  layer: RecurrentLayer,
  rules: RecurrentRules,
  list: CommandList,
): void {
  const { steps, batch, inputs, hidden, directions } = layer
  const [input = -1] = op.inputs
  const state = [directions, batch, hidden]
  const output = (index: number, dims: readonly number[]) => {
    const tensor = outputs[index] ?? -1
    return tensor >= 0 ? tensor : list.declare({ dims, layout: 'plain' })
  }
  const [sequence, lastHidden, lastCell] = [output(0, [steps, ...state]), output(1, state), output(2, state)]
  const unfold = rules.lstm === 'loops' ? loops : singleSteps
  const parts = Array.from({ length: directions }, (_, direction) => {
    const x = list.declare({ dims: [steps * batch, inputs], layout: 'plain' })
    list.declareVirtual(x, direction === 0 ? [wholeCopy(input, steps * batch * inputs)] : [reversed(input, layer)])
    return unfold(op.node, x, direction, layer, list, sequence)
  })
  const sequences = parts.flatMap((part) => part.sequence)
  if (sequences.length > 0) list.declareVirtual(sequence, sequences)
  list.declareVirtual(
    lastHidden,
    parts.map(({ hidden: last }, direction) => stateOf(last, direction, batch * hidden)),
  )
  list.declareVirtual(
    lastCell,
    parts.map(({ cell: last }, direction) => stateOf({ origin: last, offset: 0 }, direction, batch * hidden)),
  )
}

/** The steps of time from the last to the first. */
function reversed(origin: number, { steps, batch, inputs }: RecurrentLayer): Region {
  const step = batch * inputs
  const axes = [
    { size: steps, source: -step, target: step },
    { size: step, source: 1, target: 1 },
  ]
  return { origin, sourceOffset: step * (steps - 1), targetOffset: 0, axes: axes.filter(({ size }) => size > 1) }
}

function stateOf({ origin, offset }: Unfolded['hidden'], direction: number, elements: number): Region {
  return { ...wholeCopy(origin, elements), sourceOffset: offset, targetOffset: direction * elements }
}

/**
 * One product of all steps with the weights; a loop for the first step, one for all others, in which matrices are multiplied
 * with the state. Of loops whose rounds may run at once, every thread has buffers of its own, however many rounds there are.
 * 1.2.0|2.8.1|3.6.1: source/geometry/GeometryLSTM.cpp, cpu/CPURaster.cpp (CPULoop).
 */
function loops(
  node: number,
  x: number,
  direction: number,
  layer: RecurrentLayer,
  list: CommandList,
  sequence: number,
): Unfolded {
  const { steps, batch, inputs, hidden, directions, cell } = layer
  const gates = GATES[cell] * hidden
  const make = (columns: number) => list.declare({ dims: [batch, columns], layout: 'plain' })
  const gate = list.declare({ dims: [steps * batch, gates], layout: 'plain' })
  const weights = [layer.weight, ...(layer.bias < 0 ? [] : [layer.bias])]
  const first = { rows: steps * batch, depth: inputs, columns: gates, hasBias: true, isBatch: true } as const
  list.run({ node, kind: 'MatMul', inputs: [x, ...weights], outputs: [gate], product: first })
  const state = () => make(hidden)
  const [i, c, f, o, memory, product, sum] = [state(), state(), state(), state(), state(), make(gates), state()]
  const step = { rows: gates, depth: hidden, columns: batch, hasBias: false }
  const states = [layer.initialHidden, layer.initialCell].filter((tensor) => tensor >= 0)
  if (states.length === 0) list.run({ node, kind: 'Unary', inputs: [gate], outputs: [sequence, memory, o, i, c, f] })
  else {
    const outputs = [sequence, i, c, f, product, sum, o, memory]
    list.run({
      node,
      kind: 'MatMul',
      inputs: [gate, layer.recurrence, ...states],
      outputs,
      product: { ...step, isBatch: true },
    })
  }
  const outputs = [sequence, i, c, f, product, sum]
  list.run({ node, kind: 'MatMul', inputs: [gate, layer.recurrence, o, memory], outputs, product: step })
  const elements = batch * hidden
  const last = direction === 0 ? steps - 1 : 0
  return {
    sequence: [],
    hidden: { origin: sequence, offset: elements * (last * directions + direction) },
    cell: memory,
  }
}
