// SPDX-License-Identifier: Apache-2.0

import type { GrowthTold, Place } from '#core/planning/arena/recorded'
import { roundUp } from '../arithmetic'
import type { Block, DynamicPool } from './pool'
import { SortedBlocks } from './sorted-blocks'

interface Chunk extends Block {
  bytes: number
  left: Chunk | null
  right: Chunk | null
  free: boolean
  /** The chunk that it was merged into, at its end then; offsets within that one still hold. */
  mergedInto: { readonly chunk: Chunk; readonly offset: number } | null
}

/**
 * The default dynamic allocator of 2.8.1 and 3.6.1 (source/core/BufferAllocator.cpp,
 * DeferBufferAllocator): while a session is sized, memory is only a row of chunks; in the end one
 * block of the summed size is taken. Where no free chunk is large enough, the largest one is grown.
 */
export class DeferredPool implements DynamicPool {
  readonly #free = new SortedBlocks<Chunk>()
  #last: Chunk | null = null
  #totalBytes = 0
  /** Frees held back while a layer's threads are being sized: nothing of them is reused. */
  #heldBack: Chunk[] | null = null

  readonly policy = 'inOrder'
  onGrowth: ((told: GrowthTold) => void) | null = null

  /** `alignment`: requests are rounded up to it; 1 in 2.8.1, 64 in 3.6.1. */
  constructor(readonly alignment: number) {}

  get totalBytes(): number {
    return this.#totalBytes
  }

  request(requested: number, separate = false): Block {
    const bytes = roundUp(requested, this.alignment)
    const chunk = separate ? undefined : (this.#free.smallestFitting(bytes) ?? this.#free.largest())
    if (chunk === undefined || chunk.bytes < bytes) this.#tellGrowth(bytes - (chunk?.bytes ?? 0))
    if (chunk === undefined) return this.#append(bytes)
    this.#free.remove(chunk)
    chunk.free = false
    if (chunk.bytes > bytes) this.#split(chunk, bytes)
    this.#totalBytes += bytes - chunk.bytes
    chunk.bytes = bytes
    return chunk
  }

  free(block: Block): void {
    const chunk = block as Chunk
    if (this.#heldBack !== null) this.#heldBack.push(chunk)
    else this.#release(chunk)
  }

  release(): void {
    // Its one block is the session's to take and to give back.
  }

  beginParts(): void {
    this.#heldBack = []
  }

  beginPart(): void {
    // Nothing that is freed inside the bracket is reused, so the parts need no lists of their own.
  }

  endPart(): void {
    // See beginPart.
  }

  endParts(): void {
    const heldBack = this.#heldBack ?? []
    this.#heldBack = null
    for (const chunk of heldBack) this.#release(chunk)
  }

  placeOf(block: Block): number {
    let offset = 0
    let chunk = block as Chunk
    for (let merged = chunk.mergedInto; merged !== null; merged = chunk.mergedInto) {
      offset += merged.offset
      chunk = merged.chunk
    }
    for (let left = chunk.left; left !== null; left = left.left) offset += left.bytes
    return offset
  }

  chunkOf(block: Block): Place {
    return { chunk: this, offset: this.placeOf(block) }
  }

  #tellGrowth(bytes: number): void {
    if (this.onGrowth === null) return
    const inTheWay: Chunk[] = []
    let between: Chunk[] = []
    let isBehindFree = false
    for (let chunk = this.#last; chunk !== null; chunk = chunk.left) {
      if (!chunk.free) between.push(chunk)
      else {
        if (isBehindFree) for (const each of between) inTheWay.push(each)
        isBehindFree = true
        between = []
      }
    }
    this.onGrowth({ bytes, free: this.#free.all.map((chunk) => chunk.bytes), inTheWay })
  }

  #append(bytes: number): Chunk {
    const chunk: Chunk = { bytes, left: this.#last, right: null, free: false, mergedInto: null }
    if (this.#last !== null) this.#last.right = chunk
    this.#last = chunk
    this.#totalBytes += bytes
    return chunk
  }

  /** Leaves the first `bytes` in `chunk`; the rest becomes a free chunk at its right. */
  #split(chunk: Chunk, bytes: number): void {
    const restBytes = chunk.bytes - bytes
    const rest: Chunk = { bytes: restBytes, left: chunk, right: chunk.right, free: true, mergedInto: null }
    if (chunk.right !== null) chunk.right.left = rest
    else this.#last = rest
    chunk.right = rest
    chunk.bytes = bytes
    this.#free.insert(rest)
  }

  #release(chunk: Chunk): void {
    let freed = chunk
    if (freed.left?.free) {
      freed = freed.left
      this.#free.remove(freed)
      this.#absorbRight(freed)
    }
    if (freed.right?.free) {
      this.#free.remove(freed.right)
      this.#absorbRight(freed)
    }
    freed.free = true
    this.#free.insert(freed)
  }

  #absorbRight(chunk: Chunk): void {
    const right = chunk.right
    if (right === null) return
    right.mergedInto = { chunk, offset: chunk.bytes }
    chunk.bytes += right.bytes
    chunk.right = right.right
    if (right.right !== null) right.right.left = chunk
    else this.#last = chunk
  }
}
