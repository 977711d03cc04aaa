// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '../dims'

/** Row-major indexing of small arrays. */

export function offset(index: readonly number[], strides: readonly number[]): number {
  return index.reduce((sum, position, i) => sum + position * (strides[i] ?? 0), 0)
}

/** All indices of an array of `dims`, in order. */
export function indices(dims: readonly number[]): readonly (readonly number[])[] {
  const strides = stridesOf(dims)
  return Array.from({ length: product(dims) }, (_, i) =>
    dims.map((dim, axis) => Math.floor(i / Math.max(1, strides[axis] ?? 1)) % dim),
  )
}
