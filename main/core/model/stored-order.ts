// SPDX-License-Identifier: Apache-2.0
import { stridesOf } from './dims'
import { indices, offset } from './folding/indexing'
import type { Constant } from './graph'

/**
 * The constant with its axes reordered (new axis i is old axis permutation[i]), without touching
 * data in files. undefined where it is reordered already and was reshaped since.
 */
export function permuted({ dims, data, stored }: Constant, permutation: readonly number[]): Constant | undefined {
  const reordered = permutation.map((axis) => dims[axis] ?? 1)
  if (keepsOrder(dims, permutation)) return { dims: reordered, data, ...(stored === undefined ? {} : { stored }) }
  // Every element is alike, or was never anywhere.
  if (data.kind === 'fill' || data.kind === 'synthesised') return { dims: reordered, data }
  if (data.kind === 'values') {
    const strides = stridesOf(dims)
    const steps = permutation.map((axis) => strides[axis] ?? 0)
    const values = indices(reordered).map((index) => data.values[offset(index, steps)] ?? 0)
    return { dims: reordered, data: { kind: 'values', values } }
  }
  if (stored === undefined) return { dims: reordered, data, stored: { dims, permutation } }
  const before = stored.permutation.map((axis) => stored.dims[axis] ?? 1)
  if (before.length !== dims.length || before.some((dim, i) => dim !== dims[i])) return undefined
  const composed = permutation.map((axis) => stored.permutation[axis] ?? 0)
  return { dims: reordered, data, stored: { dims: stored.dims, permutation: composed } }
}

/** Whether only axes of length 1 move, so that every element stays where it is. */
function keepsOrder(dims: readonly number[], permutation: readonly number[]): boolean {
  const moved = permutation.filter((axis) => dims[axis] !== 1)
  return moved.every((axis, i) => i === 0 || (moved[i - 1] ?? 0) < axis)
}
