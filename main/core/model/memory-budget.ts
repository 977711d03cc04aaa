// SPDX-License-Identifier: Apache-2.0
import { ReadError } from './read-error'

/**
 * What opening may take beside the file's own bytes: this, and so much for each of these bytes. A part of two bytes in a file
 * may be some hundred in memory, so that the length of a file bounds nothing: readers count what becomes of its parts.
 */
const MEMORY_BYTES = 80 << 20
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
}
