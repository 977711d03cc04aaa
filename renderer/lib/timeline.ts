import { CATEGORIES, type Category, type CategoryBytes } from '#contract/plan'
import { EVENT_KINDS, type EventBatch, RUN_PHASES, type RunPhase } from '#contract/timeline'
import { decimate } from './decimation'

/** Tracked bytes after one event. */
export interface TimelineSample {
  readonly timeNs: number
  readonly bytes: CategoryBytes
  readonly total: number
  /** Resident set as last reported by the OS; null before the first report. */
  readonly rss: number | null
  /** The layer being executed or prepared, -1 where none is. */
  readonly node: number
}

export interface PhaseMark {
  readonly phase: RunPhase
  readonly timeNs: number
}

/** What a view shows of a timeline. Immutable. */
export interface Timeline {
  readonly samples: readonly TimelineSample[]
  readonly peak: TimelineSample | null
  readonly peakRss: number | null
  readonly phases: readonly PhaseMark[]
  readonly endNs: number
  /** Events seen. */
  readonly events: number
  /** Events that the queue dropped or that never arrived: the curves are incomplete where it is not 0. */
  readonly lost: number
}

/** Samples that a view gets at most. */
export const SHOWN_SAMPLES = 600
/** Samples kept while a run goes on; beyond twice as many they are decimated to this. */
const KEPT_SAMPLES = 12_000

/** Reduces the event batches of one run to a timeline. */
export interface TimelineReducer {
  append(batch: EventBatch): void
  /** At most `limit` samples, SHOWN_SAMPLES by default. */
  snapshot(limit?: number): Timeline
}

export function createTimelineReducer(): TimelineReducer {
  const held: Record<Category, number> = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, other: 0 }
  let total = 0
  let rss: number | null = null
  let peakRss: number | null = null
  let node = -1
  let samples: TimelineSample[] = []
  let peak: TimelineSample | null = null
  const phases: PhaseMark[] = []
  let nextSequence = 0
  let missing = 0
  let dropped = 0
  let events = 0
  let endNs = 0

  function sample(timeNs: number, eventNode: number): void {
    const taken: TimelineSample = { timeNs, bytes: { ...held }, total, rss, node: eventNode >= 0 ? eventNode : node }
    samples.push(taken)
    if (peak === null || total > peak.total) peak = taken
    if (samples.length > 2 * KEPT_SAMPLES) samples = [...decimate(samples, KEPT_SAMPLES)]
  }

  function apply(batch: EventBatch, index: number): void {
    const timeNs = batch.timeNs[index] ?? 0
    const bytes = batch.bytes[index] ?? 0
    const eventNode = batch.node[index] ?? -1
    endNs = Math.max(endNs, timeNs)
    events++
    switch (batch.kind[index]) {
      case EVENT_KINDS.allocate:
      case EVENT_KINDS.free: {
        const change = batch.kind[index] === EVENT_KINDS.allocate ? bytes : -bytes
        const category = CATEGORIES[batch.category[index] ?? -1] ?? 'other'
        held[category] += change
        total += change
        sample(timeNs, eventNode)
        break
      }
      case EVENT_KINDS.layerBegin:
        node = eventNode
        break
      case EVENT_KINDS.layerEnd:
        node = -1
        break
      case EVENT_KINDS.rss:
        rss = bytes
        peakRss = Math.max(peakRss ?? 0, bytes)
        sample(timeNs, -1)
        break
      case EVENT_KINDS.phase: {
        const phase = RUN_PHASES[bytes]
        if (phase !== undefined) phases.push({ phase, timeNs })
        break
      }
    }
  }

  return {
    append(batch) {
      // Numbers that were seen already are a repetition; a jump ahead means that events are missing.
      if (batch.firstSequence > nextSequence) missing += batch.firstSequence - nextSequence
      const seen = Math.max(0, nextSequence - batch.firstSequence)
      for (let index = seen; index < batch.kind.length; index++) apply(batch, index)
      nextSequence = Math.max(nextSequence, batch.firstSequence + batch.kind.length)
      dropped = Math.max(dropped, batch.dropped)
    },
    snapshot(limit = SHOWN_SAMPLES) {
      // A queue that numbers the events it drops leaves a jump for them: count each loss once.
      const lost = Math.max(missing, dropped)
      return { samples: [...decimate(samples, limit)], peak, peakRss, phases: [...phases], endNs, events, lost }
    },
  }
}
