// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type Category, type CategoryBytes } from '#contract/plan'
import { EVENT_KINDS, type EventBatch, RUN_PHASES, type RunPhase } from '#contract/timeline'
import type { NativeSession } from './addon'

const EVENTS_PER_BATCH = 8192

/**
 * The run's events on their way out: what the native queue holds, and this side's own marks (phases,
 * the baseline), in one sequence. Keeps what the report needs of them.
 */
export class EventStream {
  dropped = 0
  peakRssBytes = 0
  peakTrackedBytes = 0
  private readonly held: number[] = CATEGORIES.map(() => 0)
  private heldAtPeak: number[] = CATEGORIES.map(() => 0)
  private heldAtPeakRss: number[] = CATEGORIES.map(() => 0)
  private readonly packedWeights = new Map<number, number>()
  private marks = 0
  private sequence = 0

  constructor(
    private readonly session: NativeSession,
    /** Nanoseconds since the session was made. */
    private readonly now: () => number,
    private readonly emit: (batch: EventBatch) => void,
  ) {}

  /** Everything queued so far. */
  drain(): void {
    for (;;) {
      const batch = this.session.drain(EVENTS_PER_BATCH)
      this.dropped = batch.dropped
      const count = batch.kind.length
      if (count === 0) return
      this.sequence = batch.firstSequence + this.marks + count
      this.note(batch)
      this.emit({ ...batch, firstSequence: batch.firstSequence + this.marks })
      if (count < EVENTS_PER_BATCH) return
    }
  }

  phase(phase: RunPhase): void {
    this.mark(EVENT_KINDS.phase, RUN_PHASES.indexOf(phase))
  }

  residentSet(bytes: number): void {
    this.mark(EVENT_KINDS.rss, bytes)
  }

  /** A block that this side holds from now on. */
  hold(category: Category, bytes: number): void {
    this.mark(EVENT_KINDS.allocate, bytes, CATEGORIES.indexOf(category))
  }

  /** A block that this side held is given back. */
  free(category: Category, bytes: number): void {
    this.mark(EVENT_KINDS.free, bytes, CATEGORIES.indexOf(category))
  }

  /** At the moment of the highest tracked total. */
  peak(): CategoryBytes {
    return byCategory(this.heldAtPeak)
  }

  /** At the moment of the highest resident set. */
  trackedAtPeakRss(): CategoryBytes {
    return byCategory(this.heldAtPeakRss)
  }

  /** Packed weights held now on behalf of a node. */
  packedWeightBytes(node: number): number {
    return this.packedWeights.get(node) ?? 0
  }

  /** After what the queue holds already, so that times stay in order. */
  private mark(kind: number, bytes: number, category = 0): void {
    this.drain()
    const batch: EventBatch = {
      firstSequence: this.sequence,
      dropped: this.dropped,
      timeNs: Float64Array.of(this.now()),
      kind: Uint8Array.of(kind),
      category: Uint8Array.of(category),
      node: Int32Array.of(-1),
      bytes: Float64Array.of(bytes),
    }
    this.marks += 1
    this.sequence += 1
    this.note(batch)
    this.emit(batch)
  }

  private note({ kind, category, node, bytes }: EventBatch): void {
    for (let index = 0; index < kind.length; index++) {
      const size = bytes[index] as number
      if (kind[index] === EVENT_KINDS.rss) this.noteResidentSet(size)
      else if (kind[index] === EVENT_KINDS.allocate) this.change(category[index] as number, node[index] as number, size)
      else if (kind[index] === EVENT_KINDS.free) this.change(category[index] as number, node[index] as number, -size)
    }
  }

  private noteResidentSet(bytes: number): void {
    if (bytes <= this.peakRssBytes) return
    this.peakRssBytes = bytes
    this.heldAtPeakRss = [...this.held]
  }

  private change(category: number, node: number, bytes: number): void {
    this.held[category] = (this.held[category] ?? 0) + bytes
    if (category === PACKED_WEIGHTS) this.packedWeights.set(node, this.packedWeightBytes(node) + bytes)
    const total = this.held.reduce((sum, each) => sum + each, 0)
    if (total <= this.peakTrackedBytes) return
    this.peakTrackedBytes = total
    this.heldAtPeak = [...this.held]
  }
}

function byCategory(held: readonly number[]): CategoryBytes {
  return Object.fromEntries(CATEGORIES.map((category, index) => [category, held[index] ?? 0])) as CategoryBytes
}

const PACKED_WEIGHTS = CATEGORIES.indexOf('packedWeights')
