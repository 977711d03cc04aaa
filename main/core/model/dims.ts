// SPDX-License-Identifier: Apache-2.0
export function product(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1)
}

/** Of a row-major array. */
export function stridesOf(dims: readonly number[]): readonly number[] {
  return dims.map((_, axis) => product(dims.slice(axis + 1)))
}

export function sameDims(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis])
}
