// SPDX-License-Identifier: Apache-2.0

import type { GrowthTold, Place } from '#core/planning/arena/recorded'
import { roundUp } from '../arithmetic'
import { ALLOCATION_PADDING } from '../heap/allocation'
import type { GlibcHeap, HeapBlock } from '../heap/glibc-heap'
import type { Block, DynamicPool } from './pool'
import { SortedBlocks } from './sorted-blocks'

/** Splits are made at multiples of this: source/core/MNNMemoryUtils.h. */
const ALIGNMENT = 64

interface EagerBlock extends Block {
  readonly parent: EagerBlock | null
  /** In its parent. */
  readonly offset: number
  /** What the system gave, where it is no piece of another and there is a heap. */
  readonly origin: HeapBlock | null
  /** What the pool's parent gave, where it is no piece of another and there is one. */
  readonly fromParent: Block | null
  /** The two pieces it was cut in, while it is cut. */
  pieces: readonly [EagerBlock, EagerBlock] | null
  /** Pieces of it that are handed out (or cut further). */
  piecesInUse: number
}

/**
 * MNN's best-fit free-list allocator (source/core/BufferAllocator.cpp, 1.0.1 and 2.8.1): blocks are
 * taken from the system at once, in exactly the requested size; a request served from a larger free
 * block cuts it at 64 bytes; a cut block heals only when all its pieces are free again. It is the
 * static pool of every release and the dynamic pool to 2.6.3.
 */
export class EagerPool implements DynamicPool {
  readonly #free = new SortedBlocks<EagerBlock>()
  #parts: SortedBlocks<EagerBlock>[] = []
  #part: SortedBlocks<EagerBlock> | null = null
  /** Whole blocks, in the order in which they were taken. */
  readonly #whole = new Set<EagerBlock>()
  /** Free pieces that are no longer on the free list. */
  readonly #lost = new Set<EagerBlock>()
  #totalBytes = 0
  #peakBytes = 0
  readonly policy = 'blocks'
  onGrowth: ((told: GrowthTold) => void) | null = null

  /**
   * `heap`: where blocks come from; without one, sizes are counted only. `parent`: a pool that new blocks are asked of
   * in place of the heap.
   */
  constructor(
    readonly heap: GlibcHeap | null = null,
    readonly parent: EagerPool | null = null,
  ) {}

  get totalBytes(): number {
    return this.#totalBytes
  }

  get peakBytes(): number {
    return this.#peakBytes
  }

  /** Total without everything that is on the free list. */
  get heldBytes(): number {
    return this.#free.all.reduce((held, block) => held - block.bytes, this.#totalBytes)
  }

  request(bytes: number, separate = false): Block {
    if (!separate) {
      const reused = this.#fromPart(bytes) ?? this.#fromFreeList(bytes)
      if (reused !== null) return reused
    }
    this.#tellGrowth(bytes)
    this.#totalBytes += bytes
    this.#peakBytes = Math.max(this.#peakBytes, this.#totalBytes)
    const fromParent = this.parent?.request(bytes) ?? null
    const origin = fromParent === null ? (this.heap?.malloc(bytes + ALLOCATION_PADDING) ?? null) : null
    const block: EagerBlock = { ...newBlock(bytes, null, 0), origin, fromParent }
    this.#whole.add(block)
    return block
  }

  /** What the system gave for it; null where it is a piece of another, or counted only. */
  originOf(block: Block): HeapBlock | null {
    return (block as EagerBlock).origin
  }

  free(block: Block): void {
    const freed = block as EagerBlock
    if (this.#part !== null) this.#part.insert(freed)
    else this.#giveBack(freed)
  }

  /**
   * Returns to the system every block that is free as a whole ("memory collect" after a resize). `keepsRemainders`: free
   * pieces of blocks in use can be had again; else they are lost until the whole block is free.
   */
  collect(keepsRemainders: boolean): void {
    for (const block of [...this.#free.all]) {
      if (block.parent === null) {
        this.#free.remove(block)
        this.#return(block)
      } else if (!keepsRemainders) {
        this.#free.remove(block)
        this.#lost.add(block)
      }
    }
  }

  release(): void {
    for (const block of this.#whole) this.#return(block)
    for (const block of [...this.#free.all]) this.#free.remove(block)
    this.#lost.clear()
  }

  beginParts(): void {
    this.#parts = []
  }

  beginPart(): void {
    this.#part = new SortedBlocks()
    this.#parts.push(this.#part)
  }

  endPart(): void {
    this.#part = null
  }

  endParts(): void {
    for (const part of this.#parts) {
      for (const block of part.all) this.#giveBack(block)
    }
    this.#parts = []
  }

  placeOf(): null {
    return null
  }

  chunkOf(block: Block): Place {
    let chunk = block as EagerBlock
    let offset = 0
    for (let { parent } = chunk; parent !== null; parent = chunk.parent) {
      offset += chunk.offset
      chunk = parent
    }
    return { chunk, offset }
  }

  /** Pieces in use keep the rest of what they are cut from from being whole again. */
  #tellGrowth(bytes: number): void {
    if (this.onGrowth === null) return
    const free = this.#free.all
    const inTheWay = new Set<EagerBlock>()
    for (const { parent } of free) {
      for (const piece of parent?.pieces ?? [])
        if (!free.includes(piece)) for (const used of inUse(piece, free)) inTheWay.add(used)
    }
    this.onGrowth({ bytes, free: free.map((block) => block.bytes), inTheWay: [...inTheWay] })
  }

  /** A thread's own freed blocks are reused whole. */
  #fromPart(bytes: number): EagerBlock | null {
    const block = this.#part?.smallestFitting(bytes)
    if (block === undefined) return null
    this.#part?.remove(block)
    return block
  }

  #fromFreeList(bytes: number): EagerBlock | null {
    const block = this.#free.smallestFitting(bytes)
    if (block === undefined) return null
    this.#free.remove(block)
    if (block.parent !== null) block.parent.piecesInUse += 1
    const taken = roundUp(bytes, ALIGNMENT)
    if (taken >= block.bytes) return block
    const piece = newBlock(taken, block, 0)
    const rest = newBlock(block.bytes - taken, block, taken)
    block.pieces = [piece, rest]
    block.piecesInUse = 1
    this.#free.insert(rest)
    return piece
  }

  #return(block: EagerBlock): void {
    this.#whole.delete(block)
    this.#totalBytes -= block.bytes
    if (block.origin !== null) this.heap?.free(block.origin)
    if (block.fromParent !== null) this.parent?.free(block.fromParent)
  }

  #giveBack(block: EagerBlock): void {
    let freed = block
    this.#free.insert(freed)
    for (let parent = freed.parent; parent !== null; parent = freed.parent) {
      parent.piecesInUse -= 1
      if (parent.piecesInUse > 0) return
      for (const piece of parent.pieces ?? []) if (!this.#lost.delete(piece)) this.#free.remove(piece)
      parent.pieces = null
      freed = parent
      this.#free.insert(freed)
    }
  }
}

function newBlock(bytes: number, parent: EagerBlock | null, offset: number): EagerBlock {
  return { bytes, parent, offset, origin: null, fromParent: null, pieces: null, piecesInUse: 0 }
}

/** What of a block is in use: itself, or pieces that it is cut in. */
function inUse(block: EagerBlock, free: readonly EagerBlock[]): EagerBlock[] {
  if (block.pieces !== null) return block.pieces.flatMap((piece) => inUse(piece, free))
  return free.includes(block) ? [] : [block]
}
