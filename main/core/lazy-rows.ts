// SPDX-License-Identifier: Apache-2.0

/** What becomes of each, made anew whenever they are gone through: a copy of a large list need not stand in memory. */
export function lazyRows<T, U>(all: Iterable<T>, row: (each: T, index: number) => U): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      let index = 0
      for (const each of all) yield row(each, index++)
    },
  }
}
