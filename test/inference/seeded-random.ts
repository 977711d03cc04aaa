// SPDX-License-Identifier: Apache-2.0
/** Repeatable uniform values: a linear congruential generator (Numerical Recipes' constants), its upper bits. */
export function seededRandom(seed: number): (low: number, high: number) => number {
  let state = seed >>> 0
  return (low, high) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return low + ((high - low) * (state >>> 8)) / 2 ** 24
  }
}
