// SPDX-License-Identifier: Apache-2.0

/** What files and callers say that nobody expects, and what is close to the limits of what they may say. */
const NUMBERS = [0, 1, -1, 2, 3, 7, 8, 64, 1000, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 31), 0.5, Number.NaN, Infinity]
const WORDS = ['', 'x', 'constructor', '__proto__', 'toString', 'Conv', 'Add', 'Concat', 'Reshape', 'axis', '/', '../x']

/** Chance from a seed: the same seed gives the same choices. */
export interface Chance {
  /** Below `count`, whole. */
  below(count: number): number
  /** True in this share of all cases. */
  in(share: number): boolean
  pick<T>(list: readonly T[]): T
  number(): number
  word(): string
}

/** Mulberry32. */
export function chance(seed: number): Chance {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  return {
    below,
    in: (share) => next() < share,
    pick,
    number: () => (next() < 0.5 ? pick(NUMBERS) : below(200)),
    word: () => pick(WORDS),
  }
}
