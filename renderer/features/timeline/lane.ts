// SPDX-License-Identifier: Apache-2.0
import type { SpanColumns } from '#contract/event-log'
import { firstAfter, rowAt, type StepSeries } from '../../lib/timeline/step-series'
import type { View } from '../../lib/timeline/view-rows'

/** A stretch of the lane under a timeline: one layer at work, or several that are too short to tell apart. */
export interface LaneSegment {
  readonly from: number
  readonly to: number
  /** Node id; of several layers the one that works longest, of very many one of those. */
  readonly node: number
  /** How many layers share it. */
  readonly layers: number
}

/** Narrower layers share a stretch of this many pixels. */
const NARROWEST = 2

/** Of so many layers at most in a shared stretch it is asked how long they work. */
const ASKED = 32

/** The layers at work within a view of so many pixels. */
export function laneOfSpans(spans: SpanColumns, view: View, pixels: number): LaneSegment[] {
  const { beginNs, endNs, node, count } = spans
  const segments: LaneSegment[] = []
  const narrowest = ((view.to - view.from) / Math.max(1, pixels)) * NARROWEST
  const end = firstAfter(beginNs, count, view.to)
  let index = Math.max(0, rowAt(beginNs, count, view.from))
  while (index < end) {
    const from = Math.max(view.from, beginNs[index] as number)
    const to = Math.min(view.to, endNs[index] as number)
    if (to < from) {
      index++
      continue
    }
    if (to - from >= narrowest) {
      segments.push({ from, to, node: node[index] as number, layers: 1 })
      index++
      continue
    }
    const last = lastWithin(spans, index, end, from + narrowest)
    const layers = last - index + 1
    const longest = longestOf(spans, index, last)
    segments.push({ from, to: Math.min(view.to, endNs[last] as number), node: node[longest] as number, layers })
    index = last + 1
  }
  return segments
}

/** The same of a series over layers, where every row is one. */
export function laneOfLayers(series: StepSeries, view: View, pixels: number): LaneSegment[] {
  const { count, x, end, layer } = series
  const endNs = Float64Array.from(x.subarray(0, count), (_, row) => (row + 1 < count ? (x[row + 1] as number) : end))
  return laneOfSpans({ count, node: layer, beginNs: x, endNs }, view, pixels)
}

/** The last span from `first` on that ends by `limit`; the first itself where none does. */
function lastWithin({ beginNs, endNs, count }: SpanColumns, first: number, end: number, limit: number): number {
  const begun = Math.min(end, firstAfter(beginNs, count, limit)) - 1
  const last = begun > first && (endNs[begun] as number) > limit ? begun - 1 : begun
  return Math.max(first, last)
}

function longestOf({ beginNs, endNs }: SpanColumns, first: number, last: number): number {
  const step = Math.max(1, Math.floor((last - first + 1) / ASKED))
  const length = (index: number) => (endNs[index] as number) - (beginNs[index] as number)
  let longest = first
  for (let index = first; index <= last; index += step) if (length(index) > length(longest)) longest = index
  return longest
}
