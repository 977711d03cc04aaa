// SPDX-License-Identifier: Apache-2.0
/** Tolerances of ONNX's own backend test runner. */
const RELATIVE = 1e-3
const ABSOLUTE = 1e-7

/**
 * The first value outside the tolerances, as a sentence's end; none where all are within. Compared as float32, which
 * is what the engine computes in.
 */
export function misses(actual: Float32Array, expected: readonly number[]): readonly string[] {
  if (actual.length !== expected.length) return [`has ${actual.length} elements instead of ${expected.length}`]
  const at = expected.findIndex((value, i) => !isClose(actual[i] as number, Math.fround(value)))
  return at < 0 ? [] : [`is ${actual[at]} instead of ${expected[at]} at element ${at}`]
}

function isClose(actual: number, expected: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(actual)
  if (!Number.isFinite(expected)) return actual === expected
  return Math.abs(actual - expected) <= ABSOLUTE + RELATIVE * Math.abs(expected)
}
