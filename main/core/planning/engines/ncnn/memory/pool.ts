// SPDX-License-Identifier: Apache-2.0
import { largest, smallest } from '#core/model/extremes'
import type { Allocator, Block } from './allocator'

/** How a pool gives out blocks. */
export interface PoolRules {
  /** A free block is taken only where the request is at least this share of it: 0 any, 0.5 half. */
  readonly ratio: number
  /** From this many free blocks on one may be given back to the system before another is taken; null: none ever is. */
  readonly freeBlocks: number | null
}

/** Is told of what a pool gives out and takes back. */
export interface PoolWatch {
  /** `from`: block of the system that it lies at the beginning of. */
  took(block: Block, from: Block): void
  gave(block: Block): void
  /** Before a block is taken from the system, with those that are free and not wanted. */
  grew(bytes: number, free: readonly Block[]): void
}

/** Of a Mat's reference count, which is part of what it asks for. */
const COUNT_BYTES = 4

/**
 * Keeps what is given back, and takes the oldest free block that is large enough, whole. 20260526:allocator.cpp,
 * PoolAllocator; UnlockedPoolAllocator does the same.
 */
export class Pool implements Allocator {
  /** Oldest first. */
  readonly #free: Block[] = []
  /** By the Mat that has it: the system's block. */
  readonly #taken = new Map<Block, Block>()

  /** `label`: of what it takes from the system. */
  constructor(
    readonly system: Allocator,
    readonly label: string,
    readonly rules: PoolRules,
    readonly watch: PoolWatch | null = null,
  ) {}

  take(bytes: number, label = ''): Block {
    const at = this.#free.findIndex((block) => this.#fits(block, bytes))
    const [found] = at < 0 ? [] : this.#free.splice(at, 1)
    if (found === undefined) {
      this.watch?.grew(bytes, this.#free)
      this.#dropOne(bytes)
    }
    const block = { bytes, label, owner: this }
    const from = found ?? this.system.take(bytes, this.label)
    this.#taken.set(block, from)
    this.watch?.took(block, from)
    return block
  }

  give(block: Block): void {
    const held = this.#taken.get(block)
    if (held === undefined) throw new Error('a block is given back to a pool that does not have it')
    this.#taken.delete(block)
    this.#free.push(held)
    this.watch?.gave(block)
  }

  #fits({ bytes }: Block, wanted: number): boolean {
    const share = Math.trunc(256 * this.rules.ratio)
    const [size, request] = [bytes + COUNT_BYTES, wanted + COUNT_BYTES]
    return size >= request && Math.floor((size * share) / 256) <= request
  }

  /** A block that no request of this size can want, where there are many. */
  #dropOne(wanted: number): void {
    const { freeBlocks } = this.rules
    if (freeBlocks === null || this.#free.length < freeBlocks) return
    const sizes = this.#free.map(({ bytes }) => bytes)
    const [least, most] = [smallest(sizes), largest(sizes)]
    const dropped = most < wanted ? sizes.indexOf(least) : least > wanted ? sizes.indexOf(most) : -1
    const [block] = dropped < 0 ? [] : this.#free.splice(dropped, 1)
    if (block !== undefined) this.system.give(block)
  }
}
