// SPDX-License-Identifier: Apache-2.0
/** Integer and single-precision arithmetic in which MNN does its sizes and costs. */

export const FLOAT_BYTES = 4

/** ceil(a / b) of non-negative integers. */
export function ceilDiv(a: number, b: number): number {
  return Math.ceil(a / b)
}

/** a / b truncated, of non-negative integers. */
export function intDiv(a: number, b: number): number {
  return Math.floor(a / b)
}

/** The smallest multiple of `b` that is not below `a`. */
export function roundUp(a: number, b: number): number {
  return b * Math.ceil(a / b)
}

/** Rounds to single precision: MNN compares its costs as float32. */
export const f32 = Math.fround
