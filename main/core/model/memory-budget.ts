// SPDX-License-Identifier: Apache-2.0
import { ReadError } from './read-error'

/**
 * Opening takes at most 100 MB and five times the file: the file itself, some 20 MB in which V8 makes new objects, and what
 * stands here, with so much for each byte of the file. A part of two bytes in a file may be some hundred in memory, so that
 * the length of a file bounds nothing: readers count what becomes of its parts.
 */
const MEMORY_BYTES = 76 << 20
const MEMORY_PER_BYTE = 4

/** Of one file that is opened. */
export class MemoryBudget {
  readonly #most: number
  #taken = 0

  constructor(fileBytes: number) {
    this.#most = MEMORY_BYTES + MEMORY_PER_BYTE * fileBytes
  }

  /** Throws ReadError where that is more than the file may take. */
  take(bytes: number): void {
    this.#taken += bytes
    if (this.#taken <= this.#most) return
    throw new ReadError('model/too-large', { id: 'file.tooManyParts', mebibytes: Math.round(this.#most / 2 ** 20) })
  }

  /** What `work` takes is needed no longer than that. Throws ReadError. */
  passing<T>(work: () => T): T {
    const before = this.#taken
    try {
      return work()
    } finally {
      this.#taken = before
    }
  }
}
