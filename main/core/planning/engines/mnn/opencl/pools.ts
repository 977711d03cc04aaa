// SPDX-License-Identifier: Apache-2.0

import type { GrowthTold } from '#core/planning/arena/recorded'

/** What the driver has been asked for and not been given back, in bytes. */
export class Ledger {
  #liveBytes = 0
  #peakBytes = 0

  get liveBytes(): number {
    return this.#liveBytes
  }

  /** The most at once so far. */
  get peakBytes(): number {
    return this.#peakBytes
  }

  /** Forgets what has been the most before. */
  restart(): void {
    this.#peakBytes = this.#liveBytes
  }

  ask(bytes: number): void {
    this.#liveBytes += bytes
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes)
  }

  giveBack(bytes: number): void {
    this.#liveBytes -= bytes
  }
}

/** A buffer, or an image, as a pool has it of the driver. */
export interface GpuBlock {
  readonly bytes: number
}

interface Image extends GpuBlock {
  readonly width: number
  readonly height: number
  readonly pixelBytes: number
}

/**
 * Buffers of a pool. The smallest free one that is large enough is taken, whole; where none is, the driver is asked for a
 * new one and the free ones stay. 2.8.1|3.6.1: source/backend/opencl/core/BufferPool.cpp.
 */
export class BufferPool {
  onGrowth: ((told: GrowthTold) => void) | null = null
  readonly #free: GpuBlock[] = []
  readonly #blocks: GpuBlock[] = []
  #totalBytes = 0

  constructor(readonly ledger: Ledger) {}

  get totalBytes(): number {
    return this.#totalBytes
  }

  /** `separate`: never one that is free. */
  request(bytes: number, separate = false): GpuBlock {
    const fitting = separate ? -1 : this.#free.findIndex((block) => block.bytes >= bytes)
    const [found] = fitting < 0 ? [] : this.#free.splice(fitting, 1)
    if (found !== undefined) return found
    this.onGrowth?.({ bytes, free: this.#free.map((block) => block.bytes), inTheWay: [] })
    this.ledger.ask(bytes)
    this.#totalBytes += bytes
    const made = { bytes }
    this.#blocks.push(made)
    return made
  }

  /** The free ones stand by size, those of one size in the order in which they came. */
  free(block: GpuBlock): void {
    const larger = this.#free.findIndex(({ bytes }) => bytes > block.bytes)
    this.#free.splice(larger < 0 ? this.#free.length : larger, 0, block)
  }

  /** Gives all back, those in use too, but for those that somebody else keeps. */
  clear(isKept: (block: GpuBlock) => boolean = () => false): void {
    for (const block of this.#blocks) if (!isKept(block)) this.ledger.giveBack(block.bytes)
    this.#blocks.length = 0
    this.#free.length = 0
    this.#totalBytes = 0
  }
}

/**
 * Images of a pool: of the free ones with both sides large enough and pixels of the same type the one with the least
 * waste, but one that fits exactly gives way to any later one. 2.8.1|3.6.1: source/backend/opencl/core/ImagePool.cpp.
 */
export class ImagePool {
  onGrowth: ((told: GrowthTold) => void) | null = null
  #free: Image[] = []
  readonly #images = new Map<GpuBlock, Image>()
  #totalBytes = 0

  constructor(readonly ledger: Ledger) {}

  get totalBytes(): number {
    return this.#totalBytes
  }

  request(width: number, height: number, pixelBytes: number, separate = false): GpuBlock {
    let found: Image | null = null
    let least = 0
    for (const image of separate ? [] : this.#free) {
      if (image.width < width || image.height < height || image.pixelBytes !== pixelBytes) continue
      const waste = image.width * image.height - width * height
      if (least !== 0 && waste >= least) continue
      found = image
      least = waste
    }
    if (found !== null) {
      this.#free = this.#free.filter((image) => image !== found)
      return found
    }
    const made: Image = { width, height, pixelBytes, bytes: width * height * pixelBytes }
    this.#images.set(made, made)
    this.onGrowth?.({ bytes: made.bytes, free: this.#free.map((block) => block.bytes), inTheWay: [] })
    this.ledger.ask(made.bytes)
    this.#totalBytes += made.bytes
    return made
  }

  free(block: GpuBlock): void {
    const image = this.#images.get(block)
    if (image !== undefined) this.#free.push(image)
  }

  clear(): void {
    this.ledger.giveBack(this.#totalBytes)
    this.#free = []
    this.#images.clear()
    this.#totalBytes = 0
  }
}
