// SPDX-License-Identifier: Apache-2.0
import { roundUp } from '../arithmetic'
import { SortedBlocks } from '../pools/sorted-blocks'

export const PAGE = 4096
/** Of every chunk: its size field. */
const HEADER = 8
const CHUNK_ALIGNMENT = 16
const MIN_CHUNK = 32
/** What the heap is grown by beyond a request, and what a trim leaves: M_TOP_PAD. */
const TOP_PAD = 128 * 1024
/** Requests from this size on are mapped, until mapped blocks are freed: M_MMAP_THRESHOLD and its largest value. */
const FIRST_MMAP_THRESHOLD = 128 * 1024
const LARGEST_MMAP_THRESHOLD = 32 * 2 ** 20
/** Only frees of this size on look whether to trim: FASTBIN_CONSOLIDATION_THRESHOLD. */
const TRIM_CHECK = 64 * 1024

/** A block as malloc gave it. */
export interface HeapBlock {
  /** Of the chunk, with header and rounding, or of the mapping. */
  readonly bytes: number
  /** Of these, at the end: not resident when it was given, so that only writing makes them so. */
  readonly freshBytes: number
}

interface Chunk extends HeapBlock {
  bytes: number
  freshBytes: number
  /** From the start of the heap; negative: mapped by itself. */
  address: number
  free: boolean
  previous: Chunk | null
  next: Chunk | null
}

/**
 * The C library's allocator as far as it decides what stays resident (glibc 2.26 and later, main
 * arena, malloc/malloc.c): best fit among freed chunks, which merge with their neighbours; the rest
 * from the top, which grows and is trimmed; large blocks are mapped and unmapped, but freeing one
 * raises the size from which that is so to its own, and the trim threshold to twice that. Left out:
 * caches of small chunks and arenas of other threads.
 *
 * Every page is taken to be touched once it belongs to a block: `resident` counts freed chunks and
 * what lay under the top before, and not what the heap was grown by in advance.
 */
export class GlibcHeap {
  readonly #free = new SortedBlocks<Chunk>()
  #last: Chunk | null = null
  /** Where the top begins, how far the heap reaches, how much of it was ever touched. */
  #top = 0
  #end = 0
  #touched = 0
  #mappedBytes = 0
  #mmapThreshold = FIRST_MMAP_THRESHOLD
  #trimThreshold = FIRST_MMAP_THRESHOLD
  #peakBytes = 0

  /** Heap and mappings, in whole pages. */
  get residentBytes(): number {
    return roundUp(Math.min(this.#touched, this.#end), PAGE) + this.#mappedBytes
  }

  get peakBytes(): number {
    return this.#peakBytes
  }

  malloc(bytes: number): HeapBlock {
    const size = Math.max(MIN_CHUNK, roundUp(bytes + HEADER, CHUNK_ALIGNMENT))
    const block = this.#fromFreed(size) ?? (this.#fitsTop(size) ? this.#fromTop(size) : this.#fromSystem(size))
    this.#peakBytes = Math.max(this.#peakBytes, this.residentBytes)
    return block
  }

  free(block: HeapBlock): void {
    const chunk = block as Chunk
    if (chunk.address < 0) this.#unmap(chunk)
    else this.#giveBack(chunk)
  }

  #fromFreed(size: number): Chunk | null {
    const chunk = this.#free.smallestFitting(size)
    if (chunk === undefined) return null
    this.#free.remove(chunk)
    chunk.free = false
    chunk.freshBytes = 0
    if (chunk.bytes - size >= MIN_CHUNK) {
      const rest: Chunk = {
        bytes: chunk.bytes - size,
        freshBytes: 0,
        address: chunk.address + size,
        free: true,
        previous: chunk,
        next: chunk.next,
      }
      if (chunk.next === null) this.#last = rest
      else chunk.next.previous = rest
      chunk.next = rest
      chunk.bytes = size
      this.#free.insert(rest)
    }
    return chunk
  }

  #fitsTop(size: number): boolean {
    return this.#end - this.#top >= size + MIN_CHUNK
  }

  #fromTop(size: number): Chunk {
    const chunk: Chunk = {
      bytes: size,
      freshBytes: Math.min(size, Math.max(0, this.#top + size - this.#touched)),
      address: this.#top,
      free: false,
      previous: this.#last,
      next: null,
    }
    if (this.#last !== null) this.#last.next = chunk
    this.#last = chunk
    this.#top += size
    this.#touched = Math.max(this.#touched, this.#top)
    return chunk
  }

  #fromSystem(size: number): Chunk {
    if (size >= this.#mmapThreshold) {
      const bytes = roundUp(size + HEADER, PAGE)
      this.#mappedBytes += bytes
      return { bytes, freshBytes: bytes, address: -1, free: false, previous: null, next: null }
    }
    this.#end += roundUp(size + TOP_PAD + MIN_CHUNK - (this.#end - this.#top), PAGE)
    return this.#fromTop(size)
  }

  #unmap({ bytes }: Chunk): void {
    this.#mappedBytes -= bytes
    if (bytes > this.#mmapThreshold && bytes <= LARGEST_MMAP_THRESHOLD) {
      this.#mmapThreshold = bytes
      this.#trimThreshold = 2 * bytes
    }
  }

  #giveBack(chunk: Chunk): void {
    let freed = chunk
    const { previous, next } = chunk
    if (next?.free) {
      this.#free.remove(next)
      this.#join(freed, next)
    }
    if (previous?.free) {
      this.#free.remove(previous)
      this.#join(previous, freed)
      freed = previous
    }
    let { bytes } = freed
    if (freed.next === null) {
      this.#last = freed.previous
      if (this.#last !== null) this.#last.next = null
      this.#top = freed.address
      bytes = this.#end - this.#top
    } else {
      freed.free = true
      this.#free.insert(freed)
    }
    if (bytes >= TRIM_CHECK && this.#end - this.#top >= this.#trimThreshold) this.#trim()
  }

  /** `right` becomes part of `left`. */
  #join(left: Chunk, right: Chunk): void {
    left.bytes += right.bytes
    left.next = right.next
    if (right.next === null) this.#last = left
    else right.next.previous = left
  }

  #trim(): void {
    const unused = this.#end - this.#top - MIN_CHUNK - 1
    const released = Math.floor((unused - TOP_PAD) / PAGE) * PAGE
    if (released <= 0) return
    this.#end -= released
    this.#touched = Math.min(this.#touched, this.#end)
  }
}
