// SPDX-License-Identifier: Apache-2.0
import type { EventLog, HeldBlock } from '#contract/event-log'
import { CATEGORIES, type Category, type Plan } from '#contract/plan'
import { createExtremes, type Extremes } from '../../lib/timeline/extremes'
import {
  type StepSeries,
  seriesOfPlan,
  seriesOverLayers,
  seriesOverTime,
  visibleTotals,
} from '../../lib/timeline/step-series'
import type { View } from '../../lib/timeline/view-rows'
import { aliveAt, plannedAlive } from './alive'
import { type LaneSegment, laneOfLayers, laneOfSpans } from './lane'
import { type RangeSummary, summariseLayers, summariseTime } from './range-summary'

/** One timeline as the chart and its panels ask for it, whatever its axis and origin. */
export interface ChartSource {
  readonly origin: 'modelled' | 'measured'
  readonly axis: 'time' | 'layers'
  readonly series: StepSeries
  /** Categories that it has anything of, in the order of CATEGORIES. */
  readonly present: readonly Category[]
  /** Σ of all categories, with its extremes. */
  readonly totals: Float64Array
  readonly extremes: Extremes
  /** Row of the highest total; null where there is no row. */
  readonly peakRow: number | null
  /** Of a run over time. */
  readonly log: EventLog | null
  /** At the peak. */
  readonly peakAlive: readonly HeldBlock[] | null
  lane(view: View, pixels: number): readonly LaneSegment[]
  summary(range: View): RangeSummary
  /** null where it is not known. */
  alive(row: number): readonly HeldBlock[] | null
}

export function timeSource(log: EventLog): ChartSource {
  const series = seriesOverTime(log)
  const totals = log.samples.total
  const extremes = createExtremes(totals, series.count)
  return {
    origin: 'measured',
    axis: 'time',
    series,
    present: presentIn(series),
    totals,
    extremes,
    peakRow: series.count === 0 ? null : extremes.between(0, series.count).high,
    log,
    peakAlive: log.peak?.alive ?? null,
    lane: (view, pixels) => laneOfSpans(log.spans, view, pixels),
    summary: (range) => summariseTime(log, range, extremes),
    alive: (row) => aliveAt(log, row),
  }
}

export function layersSource(log: EventLog): ChartSource {
  const series = seriesOverLayers(log)
  return { ...overLayers(series), origin: 'measured', peakAlive: log.peak?.alive ?? null, alive: () => null }
}

export function planSource(plan: Plan): ChartSource {
  const source = overLayers(seriesOfPlan(plan))
  return {
    ...source,
    origin: 'modelled',
    peakAlive: source.peakRow === null ? null : plannedAlive(plan, source.peakRow),
    alive: (row) => plannedAlive(plan, row),
  }
}

function overLayers(series: StepSeries): Omit<ChartSource, 'origin' | 'peakAlive' | 'alive'> {
  const totals = visibleTotals(series, NOTHING)
  const extremes = createExtremes(totals, series.count)
  return {
    axis: 'layers',
    series,
    present: presentIn(series),
    totals,
    extremes,
    peakRow: series.count === 0 ? null : extremes.between(0, series.count).high,
    log: null,
    lane: (view, pixels) => laneOfLayers(series, view, pixels),
    summary: (range) => summariseLayers(series, totals, range),
  }
}

function presentIn({ stack, count }: StepSeries): Category[] {
  return CATEGORIES.filter((_, index) => stack[index]?.subarray(0, count).some((bytes) => bytes > 0))
}

const NOTHING: ReadonlySet<Category> = new Set()

export function wholeOf({ series }: ChartSource): View {
  return { from: 0, to: Math.max(1, series.end) }
}
