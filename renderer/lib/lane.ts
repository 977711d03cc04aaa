import type { SpanColumns } from '#contract/event-log'
import { rowAt, type StepSeries } from './step-series'
import type { View } from './view-rows'

/** A stretch of the lane under a timeline: one layer at work, or several that are too short to tell apart. */
export interface LaneSegment {
  readonly from: number
  readonly to: number
  /** Node id; of several layers the one that works longest. */
  readonly node: number
  /** How many layers share it. */
  readonly layers: number
}

/** Narrower layers share a stretch of this many pixels. */
const NARROWEST = 2

/** The layers at work within a view of so many pixels. */
export function laneOfSpans(spans: SpanColumns, view: View, pixels: number): LaneSegment[] {
  const first = Math.max(0, rowAt(spans.beginNs, spans.count, view.from))
  const end = rowAt(spans.beginNs, spans.count, view.to) + 1
  return merged(end - first, view, pixels, (index) => ({
    from: spans.beginNs[first + index] as number,
    to: spans.endNs[first + index] as number,
    node: spans.node[first + index] as number,
  }))
}

/** The same of a series over layers, where every row is one. */
export function laneOfLayers(series: StepSeries, view: View, pixels: number): LaneSegment[] {
  const first = Math.max(0, rowAt(series.x, series.count, view.from))
  const end = rowAt(series.x, series.count, view.to) + 1
  return merged(end - first, view, pixels, (index) => ({
    from: series.x[first + index] as number,
    to: series.x[first + index + 1] ?? series.end,
    node: series.layer[first + index] as number,
  }))
}

function merged(
  count: number,
  view: View,
  pixels: number,
  at: (index: number) => { from: number; to: number; node: number },
): LaneSegment[] {
  const narrowest = ((view.to - view.from) / Math.max(1, pixels)) * NARROWEST
  const segments: LaneSegment[] = []
  let shared: Shared | null = null
  const flush = (before: Shared | null) => {
    if (before !== null) segments.push({ from: before.from, to: before.to, node: before.node, layers: before.layers })
  }
  for (let index = 0; index < count; index++) {
    const span = at(index)
    const from = Math.max(view.from, span.from)
    const to = Math.min(view.to, span.to)
    if (to < from) continue
    const length = to - from
    if (shared !== null && (to - shared.from > narrowest || length >= narrowest)) {
      flush(shared)
      shared = null
    }
    if (length >= narrowest) segments.push({ from, to, node: span.node, layers: 1 })
    else
      shared =
        shared === null
          ? { from, to, node: span.node, layers: 1, longest: length }
          : joined(shared, to, span.node, length)
  }
  flush(shared)
  return segments
}

/** A segment that layers too narrow for one of their own are put into. */
type Shared = LaneSegment & { readonly longest: number }

function joined(shared: Shared, to: number, node: number, length: number): Shared {
  const grown = { ...shared, to, layers: shared.layers + 1 }
  return length > shared.longest ? { ...grown, node, longest: length } : grown
}
