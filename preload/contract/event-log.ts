// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type Category, type CategoryBytes, NOTHING_HELD } from './categories'
import { EVENT_KINDS, type EventBatch, RUN_PHASES, type RunPhase } from './timeline'

/** What a run's event batches mean, put together: the one place that adds allocations up. */

/** Tracked bytes after every allocation or release, in order of time. Arrays may be longer than `count`. */
export interface SampleColumns {
  readonly count: number
  /** Nanoseconds since the run began. */
  readonly timeNs: Float64Array
  /** Bytes held, one array per category in the order of CATEGORIES. */
  readonly held: readonly Float64Array[]
  /** Σ held. */
  readonly total: Float64Array
  /** Node id that the block belongs to, -1 where it belongs to none. */
  readonly owner: Int32Array
  /** Node id being prepared or executed at that moment, -1 where none is. */
  readonly layer: Int32Array
}

/** Times in which one layer was prepared or executed, in order. */
export interface SpanColumns {
  readonly count: number
  readonly node: Int32Array
  readonly beginNs: Float64Array
  readonly endNs: Float64Array
}

/** The resident set as the OS reported it. */
export interface ResidentColumns {
  readonly count: number
  readonly timeNs: Float64Array
  readonly bytes: Float64Array
}

export interface PhaseMark {
  readonly phase: RunPhase
  readonly timeNs: number
}

/** Bytes held on behalf of one node (-1: of none) in one category. */
export interface HeldBlock {
  readonly node: number
  readonly category: Category
  readonly bytes: number
}

/** The moment of the highest tracked total; of several equal ones the first. */
export interface PeakMoment {
  readonly timeNs: number
  readonly total: number
  readonly bytes: CategoryBytes
  /** Node id being prepared or executed, else of the block that made the peak; -1 where neither is known. */
  readonly node: number
  /** What was held then, the largest first. */
  readonly alive: readonly HeldBlock[]
}

/** A timeline as charts read it. While a run goes on its arrays grow: `version` tells when. */
export interface EventLog {
  readonly samples: SampleColumns
  readonly spans: SpanColumns
  readonly resident: ResidentColumns
  readonly phases: readonly PhaseMark[]
  readonly peak: PeakMoment | null
  readonly peakRss: number | null
  readonly endNs: number
  /** Events seen. */
  readonly events: number
  /** Events that the queue dropped or that never arrived: the curves are incomplete where it is not 0. */
  readonly lost: number
  /** False where samples were thinned out: lowest and highest totals are kept, what was alive between them is not known. */
  readonly complete: boolean
}

export interface GrowingEventLog extends EventLog {
  /** Node id that is being prepared or executed after the last event, -1 where none is. */
  readonly layer: number
  append(batch: EventBatch): void
}

/** Samples and spans kept at most; a log that reaches this is thinned to half. About 90 bytes each. */
const MOST_KEPT = 2 ** 21
const FIRST_CAPACITY = 1024

type Column = Float64Array | Int32Array

/** Columns that grow together. */
class Columns<F extends string, I extends string> {
  count = 0
  private capacity = FIRST_CAPACITY
  readonly floats: Record<F, Float64Array>
  readonly ints: Record<I, Int32Array>

  constructor(
    private readonly floatNames: readonly F[],
    private readonly intNames: readonly I[],
  ) {
    const made = <N extends string, C>(names: readonly N[], make: () => C) =>
      Object.fromEntries(names.map((name) => [name, make()])) as Record<N, C>
    this.floats = made(floatNames, () => new Float64Array(FIRST_CAPACITY))
    this.ints = made(intNames, () => new Int32Array(FIRST_CAPACITY))
  }

  /** Index of a new row, whose values the caller sets. */
  add(): number {
    if (this.count === this.capacity) this.grow()
    return this.count++
  }

  /** Keeps the rows named, in order. */
  keep(rows: readonly number[]): void {
    for (const column of this.columns()) for (const [to, from] of rows.entries()) column[to] = column[from] as number
    this.count = rows.length
  }

  private grow(): void {
    this.capacity *= 2
    for (const name of this.floatNames) {
      const wider = new Float64Array(this.capacity)
      wider.set(this.floats[name])
      this.floats[name] = wider
    }
    for (const name of this.intNames) {
      const wider = new Int32Array(this.capacity)
      wider.set(this.ints[name])
      this.ints[name] = wider
    }
  }

  private columns(): Column[] {
    return [...Object.values<Float64Array>(this.floats), ...Object.values<Int32Array>(this.ints)]
  }
}

export function createEventLog(): GrowingEventLog {
  return new Log()
}

class Log implements GrowingEventLog {
  readonly phases: PhaseMark[] = []
  peakRss: number | null = null
  endNs = 0
  events = 0
  complete = true
  private readonly sampleRows = new Columns(['timeNs', 'total', ...CATEGORIES], ['owner', 'layer'])
  private readonly spanRows = new Columns(['beginNs', 'endNs'], ['node'])
  private readonly residentRows = new Columns(['timeNs', 'bytes'], [])
  private readonly held: Record<Category, number> = { ...NOTHING_HELD }
  private total = 0
  layer = -1
  private layerBegan = 0
  /** Bytes by category and node; key: category index + node × number of categories. */
  private readonly alive = new Map<number, number>()
  private highest: Omit<PeakMoment, 'alive'> | null = null
  private aliveAtHighest: readonly HeldBlock[] | null = null
  private nextSequence = 0
  private missing = 0
  private dropped = 0

  get samples(): SampleColumns {
    const { count, floats, ints } = this.sampleRows
    const { timeNs, total } = floats
    return { count, timeNs, total, held: CATEGORIES.map((category) => floats[category]), ...ints }
  }

  get spans(): SpanColumns {
    const { count, floats, ints } = this.spanRows
    return { count, ...floats, ...ints }
  }

  get resident(): ResidentColumns {
    const { count, floats } = this.residentRows
    return { count, ...floats }
  }

  get peak(): PeakMoment | null {
    // Blocks at the peak are listed once the total falls from it; until then they are those held now.
    return this.highest === null ? null : { ...this.highest, alive: this.aliveAtHighest ?? this.heldBlocks() }
  }

  get lost(): number {
    // A queue that numbers the events it drops leaves a jump for them: count each loss once.
    return Math.max(this.missing, this.dropped)
  }

  append(batch: EventBatch): void {
    // Numbers that were seen already are a repetition; a jump ahead means that events are missing.
    if (batch.firstSequence > this.nextSequence) this.missing += batch.firstSequence - this.nextSequence
    const seen = Math.max(0, this.nextSequence - batch.firstSequence)
    for (let index = seen; index < batch.kind.length; index++) this.apply(batch, index)
    this.nextSequence = Math.max(this.nextSequence, batch.firstSequence + batch.kind.length)
    this.dropped = Math.max(this.dropped, batch.dropped)
  }

  private apply(batch: EventBatch, index: number): void {
    const timeNs = batch.timeNs[index] ?? 0
    const bytes = batch.bytes[index] ?? 0
    const node = batch.node[index] ?? -1
    this.endNs = Math.max(this.endNs, timeNs)
    this.events++
    switch (batch.kind[index]) {
      case EVENT_KINDS.allocate:
        this.change(timeNs, batch.category[index] ?? -1, node, bytes)
        return
      case EVENT_KINDS.free:
        this.change(timeNs, batch.category[index] ?? -1, node, -bytes)
        return
      case EVENT_KINDS.layerBegin:
        this.layer = node
        this.layerBegan = timeNs
        return
      case EVENT_KINDS.layerEnd:
        if (this.layer >= 0) this.span(this.layer, timeNs)
        this.layer = -1
        return
      case EVENT_KINDS.rss: {
        const row = this.residentRows.add()
        this.residentRows.floats.timeNs[row] = timeNs
        this.residentRows.floats.bytes[row] = bytes
        this.peakRss = Math.max(this.peakRss ?? 0, bytes)
        return
      }
      case EVENT_KINDS.phase: {
        const phase = RUN_PHASES[bytes]
        if (phase !== undefined) this.phases.push({ phase, timeNs })
      }
    }
  }

  private change(timeNs: number, categoryIndex: number, node: number, bytes: number): void {
    const known = CATEGORIES[categoryIndex]
    const category = known ?? 'other'
    // The peak is over with the first release after it: what was alive then is what is alive still.
    if (bytes < 0 && this.aliveAtHighest === null && this.total === this.highest?.total) {
      this.aliveAtHighest = this.heldBlocks()
    }
    this.held[category] += bytes
    this.total += bytes
    const key = node * CATEGORIES.length + CATEGORIES.indexOf(category)
    const left = (this.alive.get(key) ?? 0) + bytes
    if (left === 0) this.alive.delete(key)
    else this.alive.set(key, left)

    const row = this.sampleRows.add()
    const { floats, ints } = this.sampleRows
    floats.timeNs[row] = timeNs
    floats.total[row] = this.total
    for (const each of CATEGORIES) floats[each][row] = this.held[each]
    ints.owner[row] = node
    ints.layer[row] = this.layer
    if (this.highest === null || this.total > this.highest.total) {
      const at = this.layer >= 0 ? this.layer : node
      this.highest = { timeNs, total: this.total, bytes: { ...this.held }, node: at }
      this.aliveAtHighest = null
    }
    if (this.sampleRows.count >= MOST_KEPT) this.thin()
  }

  private span(node: number, endNs: number): void {
    const row = this.spanRows.add()
    this.spanRows.ints.node[row] = node
    this.spanRows.floats.beginNs[row] = this.layerBegan
    this.spanRows.floats.endNs[row] = endNs
    if (this.spanRows.count >= MOST_KEPT) {
      // Later iterations repeat the earlier: the first half of what there is stays.
      this.spanRows.keep(Array.from({ length: MOST_KEPT / 2 }, (_, kept) => kept))
      this.complete = false
    }
  }

  private thin(): void {
    this.sampleRows.keep(extremeRows(this.sampleRows.floats.total, this.sampleRows.count, 4))
    this.complete = false
  }

  private heldBlocks(): HeldBlock[] {
    const blocks: HeldBlock[] = []
    for (const [key, bytes] of this.alive) {
      const index = ((key % CATEGORIES.length) + CATEGORIES.length) % CATEGORIES.length
      const category = CATEGORIES[index] ?? 'other'
      blocks.push({ node: (key - index) / CATEGORIES.length, category, bytes })
    }
    return blocks.sort((a, b) => b.bytes - a.bytes)
  }
}

/**
 * Rows that keep the shape of a series: of every `block` rows the lowest and the highest, in order,
 * besides the first and the last row of all.
 */
export function extremeRows(values: Float64Array, count: number, block: number): number[] {
  const rows: number[] = []
  for (let begin = 0; begin < count; begin += block) {
    const end = Math.min(count, begin + block)
    let low = begin
    let high = begin
    for (let row = begin + 1; row < end; row++) {
      if ((values[row] as number) < (values[low] as number)) low = row
      if ((values[row] as number) > (values[high] as number)) high = row
    }
    const wanted = new Set([low, high])
    if (begin === 0) wanted.add(0)
    if (end === count) wanted.add(count - 1)
    rows.push(...[...wanted].sort((a, b) => a - b))
  }
  return rows
}
