// SPDX-License-Identifier: Apache-2.0
import { sameDims } from '#core/model/dims'
import type { Node } from '#core/model/graph'
import type { BufferLayout } from '#core/planning/native/program'
import { type Emission, type Emitter, output, type Resolved } from './emission'

export const emitBinary: Emitter<Resolved<'Binary'>> = (emission, node, operation) => {
  const { values, draft } = emission
  const layout = binaryLayout(emission, node)
  const operands = node.inputs.map((tensor) => operand(emission, node, tensor, layout))
  draft.addOp(node.id, operation, operands, [values.define(output(node), layout)])
  return null
}

/** Blocked where an operand is computed so and every operand has a form that broadcasts blocked. */
function binaryLayout({ values }: Emission, node: Node): BufferLayout {
  const out = values.dims(output(node))
  if (!node.inputs.some((tensor) => values.isBlocked(tensor)) || out.length > 4) return 'plain'
  const equal = node.inputs.every((tensor) => !values.isConstant(tensor) && sameDims(values.dims(tensor), out))
  if (equal) return 'blocked'
  const broadcasts = node.inputs.every((tensor) => {
    const dims = values.dims(tensor)
    if (values.isConstant(tensor)) return isScalar(dims) || broadcastsByChannel(rankFour(dims), out)
    return dims.length === 4 && broadcastsByChannel(dims, out)
  })
  return out.length === 4 && broadcasts ? 'blocked' : 'plain'
}

/** Every dim is the output's or 1, and the channels are all there. */
function broadcastsByChannel(dims: readonly number[], out: readonly number[]): boolean {
  return dims.length === 4 && dims[1] === out[1] && dims.every((length, axis) => length === 1 || length === out[axis])
}

function operand({ values }: Emission, node: Node, tensor: number, layout: BufferLayout): number {
  if (layout === 'plain') return values.plain(tensor, node.id)
  if (!values.isConstant(tensor)) return values.blocked(tensor, node.id)
  const dims = values.dims(tensor)
  const out = values.dims(output(node))
  // A single value stays one element, unless it is the one channel of a one-channel image.
  if (isScalar(dims) && !(out[1] === 1 && dims.length === 4)) return values.constant(tensor, node.id, [1], 'plain')
  return values.constant(tensor, node.id, rankFour(dims), 'blocked')
}

function isScalar(dims: readonly number[]): boolean {
  return dims.every((length) => length === 1)
}

/** Broadcasting aligns shapes at their last dim. */
function rankFour(dims: readonly number[]): readonly number[] {
  return dims.length < 4 ? [...new Array<number>(4 - dims.length).fill(1), ...dims] : dims
}
