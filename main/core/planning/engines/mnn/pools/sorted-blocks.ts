// SPDX-License-Identifier: Apache-2.0
/** Free blocks by size, equal sizes in order of insertion. */
export class SortedBlocks<T extends { bytes: number }> {
  readonly #blocks: T[] = []

  get all(): readonly T[] {
    return this.#blocks
  }

  insert(block: T): void {
    this.#blocks.splice(
      this.#firstIndex((bytes) => bytes > block.bytes),
      0,
      block,
    )
  }

  /** The smallest block of at least `bytes`; it stays in the list. */
  smallestFitting(bytes: number): T | undefined {
    return this.#blocks[this.#firstIndex((size) => size >= bytes)]
  }

  largest(): T | undefined {
    return this.#blocks[this.#blocks.length - 1]
  }

  /** Its size must be the one it was inserted with. */
  remove(block: T): void {
    const index = this.#blocks.indexOf(
      block,
      this.#firstIndex((bytes) => bytes >= block.bytes),
    )
    if (index < 0) throw new Error('block is not in the free list')
    this.#blocks.splice(index, 1)
  }

  #firstIndex(holds: (bytes: number) => boolean): number {
    let low = 0
    let high = this.#blocks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const block = this.#blocks[middle]
      if (block !== undefined && holds(block.bytes)) high = middle
      else low = middle + 1
    }
    return low
  }
}
