// SPDX-License-Identifier: Apache-2.0
/** Numbers in [0, 1), the same for a seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
