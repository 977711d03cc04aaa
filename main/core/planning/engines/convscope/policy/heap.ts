// SPDX-License-Identifier: Apache-2.0

/** A binary heap: adding and taking the first take the logarithm of what is in it. */
export class Heap<T> {
  readonly #items: T[] = []

  constructor(
    private readonly isBefore: (a: T, b: T) => boolean,
    items: readonly T[],
  ) {
    for (const item of items) this.add(item)
  }

  add(item: T): void {
    let at = this.#items.length
    for (;;) {
      const above = (at - 1) >> 1
      const parent = this.#items[above]
      if (at === 0 || parent === undefined || !this.isBefore(item, parent)) break
      this.#items[at] = parent
      at = above
    }
    this.#items[at] = item
  }

  /** The first of all, which is then no longer in it; null where it is empty. */
  take(): T | null {
    const first = this.#items[0]
    const last = this.#items.pop()
    if (first === undefined || last === undefined) return null
    if (this.#items.length > 0) this.#sink(last)
    return first
  }

  /** Puts it in the place of the first, and then below what comes before it. */
  #sink(item: T): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const [a, b] = [this.#items[left], this.#items[left + 1]]
      if (a === undefined) break
      const isRight = b !== undefined && this.isBefore(b, a)
      const child = isRight ? b : a
      if (!this.isBefore(child, item)) break
      this.#items[at] = child
      at = isRight ? left + 1 : left
    }
    this.#items[at] = item
  }
}
