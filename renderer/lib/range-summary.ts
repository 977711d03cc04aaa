import type { EventLog } from '#contract/event-log'
import { CATEGORIES } from '#contract/plan'
import { createExtremes, type Extremes } from './extremes'
import { firstAfter, rowAt, type StepSeries } from './step-series'
import type { View } from './view-rows'

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

/** The high-water mark of a stretch of a run, and what its layers did there. */
export function summariseTime(log: EventLog, range: View, extremes: Extremes): RangeSummary {
  const { samples, spans } = log
  const highest = highestRow(samples.timeNs, samples.count, range, extremes)
  const workspace = samples.held[WORKSPACE] ?? new Float64Array(0)
  const ofWorkspace = createExtremes(workspace, samples.count)
  const layers = new Map<number, { durationNs: number; highWaterBytes: number; workspaceBytes: number }>()
  for (let span = 0; span < spans.count; span++) {
    const from = Math.max(range.from, spans.beginNs[span] as number)
    const to = Math.min(range.to, spans.endNs[span] as number)
    if (from > to) continue
    const node = spans.node[span] as number
    const found = layers.get(node) ?? { durationNs: 0, highWaterBytes: 0, workspaceBytes: 0 }
    const part = { from, to }
    const top = highestRow(samples.timeNs, samples.count, part, extremes)
    const scratch = highestRow(samples.timeNs, samples.count, part, ofWorkspace)
    layers.set(node, {
      durationNs: found.durationNs + to - from,
      highWaterBytes: Math.max(found.highWaterBytes, samples.total[top] ?? 0),
      workspaceBytes: Math.max(found.workspaceBytes, workspace[scratch] ?? 0),
    })
  }
  return {
    highWaterRow: highest,
    highWaterBytes: samples.total[highest] ?? 0,
    layers: [...layers].map(([node, layer]) => ({ node, ...layer })),
  }
}

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
