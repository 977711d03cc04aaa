// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '../dims'
import type { BinaryFunction, Operation, ReduceFunction, UnaryFunction } from '../operations/index'
import type { ResolvedOperation } from '../shapes'
import { isFoldedBinary, isFoldedUnary } from './functions'

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

/** The step for output `position` of a node; undefined where its operation is left to the run. */
export function foldStep(
  operation: Operation,
  resolved: ResolvedOperation | null,
  input: readonly number[],
  output: readonly number[],
  position: number,
): FoldStep | undefined {
  if (resolved === null || resolved.kind === 'Unsupported') return undefined
  if (operation.kind === 'Cast' && resolved.kind === 'Alias') return { kind: 'cast' }
  const strides = stridesOf(input)
  switch (resolved.kind) {
    case 'Unary': {
      const { function: fn, alpha, beta } = resolved
      return isFoldedUnary(fn) ? { kind: 'unary', function: fn, alpha, beta } : undefined
    }
    case 'Binary':
      return resolved.activation === 'none' && isFoldedBinary(resolved.function)
        ? { kind: 'binary', function: resolved.function }
        : undefined
    case 'Where':
      return { kind: 'where' }
    case 'Reduce':
      return { kind: 'reduce', function: resolved.function, axes: resolved.axes }
    case 'Alias':
      return { kind: 'view', strides: stridesOf(output), offset: 0 }
    case 'Transpose':
      return { kind: 'view', strides: resolved.permutation.map((axis) => strides[axis] ?? 0), offset: 0 }
    case 'Expand': {
      const spread = strides.map((stride, axis) => (input[axis] === 1 ? 0 : stride))
      return {
        kind: 'view',
        strides: [...new Array<number>(output.length - input.length).fill(0), ...spread],
        offset: 0,
      }
    }
    case 'Slice': {
      // Axes that the slice drops are of one element and no longer counted.
      if (product(resolved.counts) !== product(output) || resolved.counts.length !== output.length) return undefined
      const offset = resolved.starts.reduce((sum, start, axis) => sum + start * (strides[axis] ?? 0), 0)
      return { kind: 'view', strides: resolved.steps.map((step, axis) => step * (strides[axis] ?? 0)), offset }
    }
    case 'Split': {
      const before = resolved.sizes.slice(0, position).reduce((sum, size) => sum + size, 0)
      return { kind: 'view', strides, offset: before * (strides[resolved.axis] ?? 0) }
    }
    case 'Concat':
      return { kind: 'join', axis: resolved.axis }
    case 'Gather':
      return resolved.indices.length > 0
        ? { kind: 'gather', axis: resolved.axis, indices: resolved.indices }
        : undefined
    default:
      return undefined
  }
}
