// SPDX-License-Identifier: Apache-2.0
import type { BinaryFunction, ReduceFunction, UnaryFunction } from '../operations/index'

/** What one node does to constants that are too large to be computed with at once: plain data, done when values are asked for. */
export type FoldStep =
  /** Only the element type changes. */
  | { readonly kind: 'cast' }
  | { readonly kind: 'unary'; readonly function: UnaryFunction; readonly alpha: number; readonly beta: number }
  | { readonly kind: 'binary'; readonly function: BinaryFunction }
  | { readonly kind: 'where' }
  /** Element [i, j, …] of the result is element offset + i · strides[0] + j · strides[1] … of the input. */
  | { readonly kind: 'view'; readonly strides: readonly number[]; readonly offset: number }
  | { readonly kind: 'join'; readonly axis: number }
  | { readonly kind: 'gather'; readonly axis: number; readonly indices: readonly number[] }
  | { readonly kind: 'reduce'; readonly function: ReduceFunction; readonly axes: readonly number[] }
