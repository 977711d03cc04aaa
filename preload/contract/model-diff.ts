// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'

/** In what an operation differs from the one that it is matched with. */
export const NODE_DIFFERENCES = ['operation', 'attributes', 'weights', 'size', 'name'] as const
export type NodeDifference = (typeof NODE_DIFFERENCES)[number]

/** An operation of A, of B, or of both. */
export interface NodeDiff {
  readonly kind: 'same' | 'changed' | 'added' | 'removed'
  /** Ids in the models of A and B; null where that one has it not. */
  readonly a: number | null
  readonly b: number | null
  /** Id in the model that is open (comparison.ts); null where that one has it not. */
  readonly node: number | null
  /** What it goes by in B, or in A where B has it not. */
  readonly title: string
  readonly op: string
  /** Of one that is changed at least one but "size" and "name", which alone leave it the same. */
  readonly differences: readonly NodeDifference[]
}

/** How B's model differs from A's, operation by operation; the two are of different files. */
export interface ModelDiff {
  readonly a: ComparedModel
  readonly b: ComparedModel
  /** Sizes and names of inputs, kinds of operations and weights, one sentence each. */
  readonly changes: readonly Message[]
  /** In the order of B; what is removed stands where it was. */
  readonly nodes: readonly NodeDiff[]
  readonly counts: { readonly [kind in NodeDiff['kind']]: number }
}

export interface ComparedModel {
  readonly fileName: string
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

/** How two models differ, one sentence each: which they are, how many operations match, and what else is another. */
export function modelSentences({ a, b, counts, changes }: ModelDiff): readonly Message[] {
  const names = { a: a.fileName, b: b.fileName, hashA: a.sha256, hashB: b.sha256 }
  return [{ id: 'model.others', ...names }, { id: 'model.matched', ...counts }, ...changes]
}
