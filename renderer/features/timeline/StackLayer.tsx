// SPDX-License-Identifier: Apache-2.0
import { memo, useMemo } from 'react'
import type { EventLog } from '#contract/event-log'
import { CATEGORIES, type Category } from '#contract/plan'
import { categoryColour } from '../../lib/palette'
import { createExtremes, type Extremes } from '../../lib/timeline/extremes'
import { stackedPaths, stepLine } from '../../lib/timeline/step-paths'
import type { StepSeries } from '../../lib/timeline/step-series'
import { type View, viewRows } from '../../lib/timeline/view-rows'
import { type Plot, toPixel } from '../../ui/memory-chart/geometry'

interface StackLayerProps {
  readonly series: StepSeries
  /** Of the categories shown. */
  readonly extremes: Extremes
  readonly hidden: ReadonlySet<Category>
  readonly view: View
  readonly plot: Plot
  /** Bytes at the upper edge of the plot. */
  readonly top: number
  /** Shows its resident set. */
  readonly resident: EventLog | null
}

/** The stacked areas, and the resident set as a dashed line: no more points than there are pixels to show them. */
export const StackLayer = memo(function StackLayer(props: StackLayerProps) {
  const { series, extremes, hidden, view, plot, top, resident } = props
  const scales = useMemo(
    () => ({
      x: (value: number) => toPixel(plot, view, Math.max(view.from, value)),
      y: (bytes: number) => plot.top + plot.height * (1 - bytes / top),
    }),
    [plot, view, top],
  )
  const areas = useMemo(() => {
    const rows = viewRows(series.x, series.count, extremes, view, Math.ceil(plot.width))
    const shown = CATEGORIES.filter((category) => !hidden.has(category))
    return stackedPaths(series, rows, shown, scales, Math.min(view.to, series.end))
  }, [series, extremes, hidden, view, plot, scales])
  const residentExtremes = useMemo(
    () => (resident === null ? null : createExtremes(resident.resident.bytes, resident.resident.count)),
    [resident],
  )
  const line = useMemo(() => {
    if (resident === null || residentExtremes === null) return ''
    const { count, timeNs, bytes } = resident.resident
    const rows = viewRows(timeNs, count, residentExtremes, view, Math.ceil(plot.width))
    return stepLine(timeNs, bytes, rows, scales, Math.min(view.to, resident.endNs))
  }, [resident, residentExtremes, view, plot, scales])
  return (
    <g>
      {areas.map(({ category, path }) => (
        <path key={category} d={path} fill={categoryColour(category)} shapeRendering="crispEdges" />
      ))}
      {line === '' ? null : <path d={line} fill="none" stroke="var(--text)" strokeWidth={1.5} strokeDasharray="5 3" />}
    </g>
  )
})
