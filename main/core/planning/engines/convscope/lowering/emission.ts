// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'
import type { Draft } from './draft'
import type { FusedNodes } from './fusion'
import type { Values } from './values'

/** What writing the ops of a node needs. */
export interface Emission {
  readonly shaped: ShapedModel
  /** Kernel by node id, for every convolution. */
  readonly choices: ReadonlyMap<number, Choice>
  readonly draft: Draft
  readonly values: Values
  /** By node id of the hosts. */
  readonly fused: ReadonlyMap<number, FusedNodes>
}

/** The resolved operation of one kind. */
export type Resolved<K extends ResolvedOperation['kind']> = Extract<ResolvedOperation, { kind: K }>

/** Writes the ops of one node; a message says why it cannot, and then nothing was written. */
export type Emitter<O> = (emission: Emission, node: Node, operation: O) => Message | null

/** An input of a node; -1 where an optional one is left out. */
export function input(node: Node, index: number): number {
  return node.inputs[index] ?? -1
}

/** The first output. */
export function output(node: Node): number {
  const tensor = node.outputs[0]
  if (tensor === undefined) throw new Error(`Node ${node.id} has no output.`)
  return tensor
}
