// SPDX-License-Identifier: Apache-2.0
import type { EventLog } from '#contract/event-log'
import { CATEGORIES } from '#contract/plan'
import type { Extremes } from '../../lib/timeline/extremes'
import { firstAfter, rowAt, type StepSeries } from '../../lib/timeline/step-series'
import type { View } from '../../lib/timeline/view-rows'

/** One layer within a selected range. */
export interface RangeLayer {
  readonly node: number
  /** Time at work within the range, in ns; 0 for a plan. */
  readonly durationNs: number
  /** Highest total while it was at work within the range, in bytes. */
  readonly highWaterBytes: number
  readonly workspaceBytes: number
}

export interface RangeSummary {
  /** Row of the highest total in the range (what was held at its beginning counts), -1 where there is none. */
  readonly highWaterRow: number
  readonly highWaterBytes: number
  /** In the order in which they appear. */
  readonly layers: readonly RangeLayer[]
}

const WORKSPACE = CATEGORIES.indexOf('workspace')

/** The high-water mark of a stretch of a run, and what its layers, which work one after another, did there. */
export function summariseTime(log: EventLog, range: View, extremes: Extremes): RangeSummary {
  const { samples, spans } = log
  const { count, timeNs, total } = samples
  const highest = highestRow(timeNs, count, range, extremes)
  const workspace = samples.held[WORKSPACE] ?? new Float64Array(0)
  const layers = new Map<number, Mutable<Omit<RangeLayer, 'node'>>>()
  const first = Math.max(0, rowAt(spans.beginNs, spans.count, range.from))
  let row = firstAfter(timeNs, count, range.from)
  for (let span = first; span < spans.count; span++) {
    const from = Math.max(range.from, spans.beginNs[span] as number)
    const to = Math.min(range.to, spans.endNs[span] as number)
    if (from > range.to) break
    if (from > to) continue
    const node = spans.node[span] as number
    let layer = layers.get(node)
    if (layer === undefined) {
      layer = { durationNs: 0, highWaterBytes: 0, workspaceBytes: 0 }
      layers.set(node, layer)
    }
    layer.durationNs += to - from
    while (row < count && (timeNs[row] as number) <= from) row++
    // What was held when it began counts too: of samples at that very moment, all.
    for (let before = row - 1; before >= 0; before--) {
      layer.highWaterBytes = Math.max(layer.highWaterBytes, total[before] as number)
      layer.workspaceBytes = Math.max(layer.workspaceBytes, workspace[before] as number)
      if ((timeNs[before] as number) < from || timeNs[before - 1] !== timeNs[before]) break
    }
    for (; row < count && (timeNs[row] as number) <= to; row++) {
      layer.highWaterBytes = Math.max(layer.highWaterBytes, total[row] as number)
      layer.workspaceBytes = Math.max(layer.workspaceBytes, workspace[row] as number)
    }
  }
  return {
    highWaterRow: highest,
    highWaterBytes: total[highest] ?? 0,
    layers: [...layers].map(([node, layer]) => ({ node, ...layer })),
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The same of a series over layers: every row is a layer's own highest moment. */
export function summariseLayers(series: StepSeries, totals: Float64Array, range: View): RangeSummary {
  let highest = -1
  const layers: RangeLayer[] = []
  for (let row = 0; row < series.count; row++) {
    const left = series.x[row] as number
    const right = row + 1 < series.count ? (series.x[row + 1] as number) : series.end
    if (right <= range.from || left >= range.to) continue
    if (highest < 0 || (totals[row] as number) > (totals[highest] as number)) highest = row
    layers.push({
      node: series.layer[row] as number,
      durationNs: 0,
      highWaterBytes: totals[row] as number,
      workspaceBytes: series.stack[WORKSPACE]?.[row] ?? 0,
    })
  }
  return { highWaterRow: highest, highWaterBytes: totals[highest] ?? 0, layers }
}

/** Row of the highest value in force anywhere from `from` to `to`; -1 where the series begins later. */
function highestRow(x: Float64Array, count: number, { from, to }: View, extremes: Extremes): number {
  const end = firstAfter(x, count, to)
  const begin = Math.max(0, rowAt(x, count, from))
  return end > begin ? extremes.between(begin, end).high : -1
}
