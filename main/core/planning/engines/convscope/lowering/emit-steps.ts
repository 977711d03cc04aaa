// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { Node } from '#core/model/graph'
import type { BinaryFunction } from '#core/model/operations/index'
import type { Message } from '#messages/message'
import { type Emission, type Emitter, input, output, type Resolved } from './emission'

/** Operations that the engine executes in several steps, plain. */

/** The larger of x and the least, then the smaller of that and the most. */
export function emitBound(emission: Emission, node: Node): Message | null {
  const { values } = emission
  const x = values.plain(input(node, 0), node.id)
  applied(emission, node, x, [
    ['max', input(node, 1)],
    ['min', input(node, 2)],
  ])
  return null
}

/** Whether its factors are one for every element of a row, or left out. */
export function hasRowFactors({ values }: Emission, node: Node, { axes }: Resolved<'LayerNorm'>): boolean {
  const row = product(values.dims(input(node, 0)).slice(-axes))
  return [1, 2].every((i) => input(node, i) < 0 || product(values.dims(input(node, i))) === row)
}

/** Factors that are broadcast otherwise are applied afterwards. */
export const emitLayerNorm: Emitter<Resolved<'LayerNorm'>> = (emission, node, operation) => {
  const { values, draft } = emission
  const normal = draft.newBuffer(values.dims(output(node)), 'plain')
  const moments = node.outputs.slice(1).map((tensor) => values.define(tensor, 'plain'))
  draft.addOp(node.id, operation, [values.plain(input(node, 0), node.id)], [normal, ...moments])
  applied(emission, node, normal, [
    ['mul', input(node, 1)],
    ['add', input(node, 2)],
  ])
  return null
}

/** The mean, then what stands before its point. */
export const emitWholeMean: Emitter<Resolved<'Reduce'>> = ({ values, draft }, node, operation) => {
  const mean = draft.newBuffer(values.dims(output(node)), 'plain')
  draft.addOp(node.id, operation, [values.plain(input(node, 0), node.id)], [mean])
  const trunc = { kind: 'Unary', function: 'trunc', alpha: 0, beta: 0 } as const
  draft.addOp(node.id, trunc, [mean], [values.define(output(node), 'plain')])
  return null
}

/** x with every operand that is there, one after the other, in the node's first output. */
function applied(
  { values, draft }: Emission,
  node: Node,
  x: number,
  steps: readonly (readonly [fn: BinaryFunction, operand: number])[],
): void {
  const given = steps.filter(([, operand]) => operand >= 0)
  const dims = values.dims(output(node))
  given.reduce((from, [fn, operand], i) => {
    const to = i === given.length - 1 ? values.define(output(node), 'plain') : draft.newBuffer(dims, 'plain')
    const operation = { kind: 'Binary', function: fn, activation: 'none' } as const
    draft.addOp(node.id, operation, [from, values.plain(operand, node.id)], [to])
    return to
  }, x)
}
