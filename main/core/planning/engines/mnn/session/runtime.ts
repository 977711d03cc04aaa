// SPDX-License-Identifier: Apache-2.0
import type { PoolRule } from '../engine'
import { ALLOCATION_PADDING } from '../heap/allocation'
import { GlibcHeap, type HeapBlock } from '../heap/glibc-heap'
import { EagerPool } from '../pools/eager-pool'
import type { Block } from '../pools/pool'

/** The dynamic memory of a session, or of one of its backends. */
export interface DynamicBlock {
  /** Bytes of the static pool's total that are the block. */
  readonly fromStaticPool: number
  /** At its end: not resident before they are written to. */
  readonly freshBytes: number
  /** Of the static pool, where it is one block of it. */
  readonly block: Block | null
}

/**
 * What the sessions of one runtime share: the process's heap, the static pool and, where the dynamic block is the runtime's
 * own, that. A session that is made without one makes its own. 1.1.1|2.8.1|3.6.1: cpu/CPUBackend.cpp, CPURuntime.
 */
export class Runtime {
  readonly heap = new GlibcHeap()
  readonly staticPool = new EagerPool(this.heap)
  /** The dynamic block where it is the runtime's own: it only grows. 2.9.5: source/core/BufferAllocator.cpp, realloc. */
  #own: { readonly bytes: number; readonly block: HeapBlock } | null = null
  #dynamicFromStatic = 0

  /** `where`: the dynamic memory lies. */
  constructor(readonly where: PoolRule['block']) {}

  /** The static pool without dynamic memory. */
  get staticBytes(): number {
    return this.staticPool.totalBytes - this.#dynamicFromStatic
  }

  /** null: it has no dynamic block of its own. */
  get ownBytes(): number | null {
    return this.#own?.bytes ?? null
  }

  /** For a dynamic pool that has been sized. */
  takeBlock(bytes: number): DynamicBlock {
    const taken = this.#take(bytes)
    this.#dynamicFromStatic += taken.fromStaticPool
    return taken
  }

  /** Before a session is sized anew; what its pool holds itself is given back by it. */
  giveBack({ block, fromStaticPool }: DynamicBlock): void {
    this.#dynamicFromStatic -= fromStaticPool
    if (block !== null) this.staticPool.free(block)
  }

  #take(bytes: number): DynamicBlock {
    switch (this.where) {
      case 'manyFromStatic':
        return { fromStaticPool: bytes, freshBytes: 0, block: null }
      case 'many':
        return { fromStaticPool: 0, freshBytes: 0, block: null }
      case 'own': {
        if (this.#own === null || this.#own.bytes < bytes) {
          if (this.#own !== null) this.heap.free(this.#own.block)
          this.#own = { bytes, block: this.heap.malloc(bytes + ALLOCATION_PADDING) }
        }
        return { fromStaticPool: 0, freshBytes: this.#own.block.freshBytes, block: null }
      }
      case 'static': {
        if (bytes === 0) return { fromStaticPool: 0, freshBytes: 0, block: null }
        const block = this.staticPool.request(bytes)
        return { fromStaticPool: bytes, freshBytes: this.staticPool.originOf(block)?.freshBytes ?? 0, block }
      }
    }
  }
}
