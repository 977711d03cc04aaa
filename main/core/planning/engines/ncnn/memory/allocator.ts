// SPDX-License-Identifier: Apache-2.0

/** A Mat's data in an allocator. */
export interface Block {
  /** Of data, as everywhere here: the reference count (4) and what the heap adds (64) are left out. */
  readonly bytes: number
  /** What it is, for those who ask what was there at the peak. */
  readonly label: string
  readonly owner: Allocator
}

/** What Mats are taken from and given back to. */
export interface Allocator {
  take(bytes: number, label?: string): Block
  give(block: Block): void
}

/** The three allocators that a layer runs with. 20260526:option.h. */
export interface RunMemory {
  readonly workspace: Allocator
  readonly blobs: Allocator
  /** What is taken whatever the options say. */
  readonly heap: Allocator
}

/** Counts blocks that are alive, and remembers what they were when they took most. */
export class Ledger implements Allocator {
  /** `given`: is told of blocks that are given back. */
  constructor(readonly given: ((block: Block) => void) | null = null) {}

  readonly #alive = new Set<Block>()
  #bytes = 0
  #peak = 0
  #atPeak: readonly Block[] = []

  take(bytes: number, label = ''): Block {
    const block = { bytes, label, owner: this }
    this.#alive.add(block)
    this.#bytes += bytes
    if (this.#bytes > this.#peak) this.#notePeak()
    return block
  }

  give(block: Block): void {
    if (!this.#alive.delete(block)) throw new Error('a block is given back that is not alive')
    this.#bytes -= block.bytes
    this.given?.(block)
  }

  get bytes(): number {
    return this.#bytes
  }

  get peakBytes(): number {
    return this.#peak
  }

  /** Blocks alive. */
  get count(): number {
    return this.#alive.size
  }

  /** The peak from now on. */
  restartPeak(): void {
    this.#notePeak()
  }

  /** What was alive at the peak, by label. */
  peakByLabel(): ReadonlyMap<string, number> {
    const found = new Map<string, number>()
    for (const { bytes, label } of this.#atPeak) found.set(label, (found.get(label) ?? 0) + bytes)
    return found
  }

  #notePeak(): void {
    this.#peak = this.#bytes
    this.#atPeak = [...this.#alive]
  }
}
