// SPDX-License-Identifier: Apache-2.0
import type { SavedTimeline } from '#contract/document'
import type { EventLog } from '#contract/event-log'
import { CATEGORIES } from '#contract/plan'

/** A run's log at one moment. The log itself grows while the run goes on; `version` tells drawings apart. */
export interface Timeline {
  readonly log: EventLog
  readonly version: number
}

/** A saved timeline as a log that does not grow any more. */
export function timelineOf(saved: SavedTimeline): Timeline {
  const { samples, spans, resident } = saved
  const held = CATEGORIES.map((category) => Float64Array.from(samples.held[category]))
  const total = new Float64Array(samples.timeNs.length)
  for (const column of held)
    for (let row = 0; row < total.length; row++) total[row] = (total[row] ?? 0) + (column[row] ?? 0)
  const log: EventLog = {
    samples: {
      count: total.length,
      timeNs: Float64Array.from(samples.timeNs),
      held,
      total,
      owner: Int32Array.from(samples.owner),
      layer: Int32Array.from(samples.layer),
    },
    spans: {
      count: spans.node.length,
      node: Int32Array.from(spans.node),
      beginNs: Float64Array.from(spans.beginNs),
      endNs: Float64Array.from(spans.endNs),
    },
    resident: {
      count: resident.bytes.length,
      timeNs: Float64Array.from(resident.timeNs),
      bytes: Float64Array.from(resident.bytes),
    },
    phases: saved.phases,
    peak: saved.peak,
    peakRss: resident.bytes.length === 0 ? null : resident.bytes.reduce((most, bytes) => Math.max(most, bytes), 0),
    endNs: saved.endNs,
    events: saved.events,
    lost: saved.lost,
    complete: saved.complete,
  }
  return { log, version: 0 }
}
