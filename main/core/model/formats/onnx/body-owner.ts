// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../../operations/index'
import type { OnnxNode } from './context'
import type { GraphProto } from './schema'
import type { Scope } from './scope'

/** Writes the nodes of a graph, and answers the tensors that it gives. */
type WriteBody = (graph: GraphProto, scope: Scope) => readonly number[]

/** A node with bodies, whose nodes are written before it. */
export interface Owner {
  readonly node: OnnxNode
  readonly scope: Scope
  readonly write: WriteBody
}

/** The node that gives output `i` of the owner. */
export function finish(
  node: OnnxNode,
  i: number,
  operation: Operation,
  inputs: readonly number[],
  output: number,
): void {
  const { builder, name, opType, attributes, sequences } = node
  // A sequence that is given on has no node.
  if (operation.kind === 'Identity' && sequences.pass(inputs[0] ?? -1, output)) return
  builder.addNode(i === 0 ? name : `${name}.${i}`, opType, operation, inputs, [output], attributes.describe())
}
