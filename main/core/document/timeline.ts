// SPDX-License-Identifier: Apache-2.0
import type { SavedTimeline } from '#contract/document'
import { type EventLog, extremeRows } from '#contract/event-log'
import { CATEGORIES, type Category } from '#contract/plan'

/** Up to this many samples a timeline is saved whole. */
const WHOLE = 20_000
/** Samples kept of a longer one, two of each stretch. */
const KEPT = 8_192
/** Layer spans and resident-set samples kept. */
const MOST_SPANS = 20_000

/** A run's timeline to be saved: whole, or the lowest and highest totals of equal stretches. */
export function savedTimeline(log: EventLog): SavedTimeline {
  const { samples, spans, resident } = log
  const whole = samples.count <= WHOLE
  const rows = whole
    ? Array.from({ length: samples.count }, (_, row) => row)
    : extremeRows(samples.total, samples.count, Math.ceil(samples.count / (KEPT / 2)))
  const at = (column: Float64Array | Int32Array | undefined) => rows.map((row) => column?.[row] ?? 0)
  const spanCount = Math.min(spans.count, MOST_SPANS)
  const residentRows =
    resident.count <= KEPT
      ? Array.from({ length: resident.count }, (_, row) => row)
      : extremeRows(resident.bytes, resident.count, Math.ceil(resident.count / (KEPT / 2)))
  const held = Object.fromEntries(
    CATEGORIES.map((category, index) => [category, at(samples.held[index])]),
  ) as unknown as Record<Category, number[]>
  return {
    complete: log.complete && whole && spanCount === spans.count,
    events: log.events,
    lost: log.lost,
    endNs: log.endNs,
    phases: [...log.phases],
    samples: { timeNs: at(samples.timeNs), held, owner: at(samples.owner), layer: at(samples.layer) },
    spans: {
      node: [...spans.node.subarray(0, spanCount)],
      beginNs: [...spans.beginNs.subarray(0, spanCount)],
      endNs: [...spans.endNs.subarray(0, spanCount)],
    },
    resident: {
      timeNs: residentRows.map((row) => resident.timeNs[row] ?? 0),
      bytes: residentRows.map((row) => resident.bytes[row] ?? 0),
    },
    peak: log.peak,
  }
}
