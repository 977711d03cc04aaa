// SPDX-License-Identifier: Apache-2.0

/** As C divides integers: towards zero. */
export function intDiv(a: number, b: number): number {
  return Math.trunc(a / b)
}

export function ceilDiv(a: number, b: number): number {
  return Math.ceil(a / b)
}

export function roundUp(value: number, step: number): number {
  return ceilDiv(value, step) * step
}

/** Down to a multiple of `step`, towards zero. */
export function roundDown(value: number, step: number): number {
  return intDiv(value, step) * step
}

/** The engine computes tile sizes in float. */
export const f32: (value: number) => number = Math.fround

/** Pieces when `length` is cut greedily by the first of `sizes`, what is left by the second, and so on. */
export function pieces(length: number, sizes: readonly number[]): number {
  let left = length
  let count = 0
  for (const size of sizes) {
    count += intDiv(left, size)
    left %= size
  }
  return count
}

/** The first of `sizes` (falling, the last is 1) that is not above `length`. */
export function firstWithin(length: number, sizes: readonly number[]): number {
  return sizes.find((size) => size <= length) ?? 1
}
