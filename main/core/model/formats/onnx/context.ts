// SPDX-License-Identifier: Apache-2.0
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { ModelBuilder } from '../../model-builder'
import type { Operation } from '../../operations/index'
import type { Attributes } from './attributes'
import type { OnnxFile } from './tensors'

/** What is known of tensors that stand for sequences and optional values (sequences.ts). */
export interface KnownSequences {
  /** Whether it stands for one, which models do not have. */
  isNoTensor(tensor: number): boolean
  /** Lets `to` be what `from` is; false where that is a tensor. */
  pass(from: number, to: number): boolean
  /** Writes an output of an If whose bodies give such ones: inputs are the condition and both; false where they are tensors. */
  choose(node: OnnxNode, position: number, inputs: readonly number[]): boolean
  /** Writes a node of which it is not known what becomes of it. */
  leaveOut(node: OnnxNode): true
}

/** One node of the default operator set, with what is needed to translate it. */
export interface OnnxNode {
  readonly name: string
  readonly opType: string
  /** Version of the default operator set that the file is written for. */
  readonly opset: number
  readonly attributes: Attributes
  /** -1 for an optional input that is left out. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly builder: ModelBuilder
  readonly file: OnnxFile
  readonly sequences: KnownSequences
}

export interface Translated {
  readonly operation: Operation
  /** Where they are not simply the node's. */
  readonly inputs?: readonly number[]
}

/** Nodes for all outputs are in the model already. */
export const WRITTEN = 'written'

export type Translate = (node: OnnxNode) => Operation | Translated | typeof WRITTEN

export function unsupported(why: UnsupportedCause): Operation {
  return { kind: 'Unsupported', why }
}

/** Whether the optional input is there. */
export function given(node: OnnxNode, input: number): boolean {
  return (node.inputs[input] ?? -1) >= 0
}
