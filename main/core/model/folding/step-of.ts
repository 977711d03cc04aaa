// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '../dims'
import type { Operation } from '../operations/index'
import type { ResolvedOperation } from '../shapes'
import { isFoldedBinary, isFoldedUnary } from './functions'
import type { FoldStep } from './step'

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
