// SPDX-License-Identifier: Apache-2.0
// Math.max(...list) puts every element on the stack, which a list as long as a file likes overflows.

/** The largest of `values` and `least`. */
export function largest(values: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let found = least
  for (const value of values) found = Math.max(found, value)
  return found
}

/** The smallest of `values`; infinite where there are none. */
export function smallest(values: Iterable<number>): number {
  let found = Number.POSITIVE_INFINITY
  for (const value of values) found = Math.min(found, value)
  return found
}
