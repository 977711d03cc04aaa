// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react'
import type { Category } from '#contract/plan'
import { t } from '../../i18n'
import { byteTicks } from '../../lib/bytes'
import { oncePer } from '../../lib/layers/lookups'
import { createExtremes } from '../../lib/timeline/extremes'
import { stepOfNode } from '../../lib/timeline/playhead'
import { rowAt, visibleTotals } from '../../lib/timeline/step-series'
import type { View } from '../../lib/timeline/view-rows'
import { actions, useApp } from '../../store'
import { ChartBox } from '../../ui/memory-chart/ChartBox'
import { type Plot, toPixel } from '../../ui/memory-chart/geometry'
import { Playhead } from '../../ui/memory-chart/Playhead'
import { type ChartSource, wholeOf } from './chart-source'
import { LayerLane } from './LayerLane'
import { Marks, middleOf } from './Marks'
import { StackLayer } from './StackLayer'
import { UnderPointer } from './UnderPointer'

interface MemoryChartProps {
  readonly source: ChartSource
  readonly hidden: ReadonlySet<Category>
  readonly residentSet: boolean
  readonly live: boolean
  readonly view: View
  readonly onView: (view: View | null) => void
  readonly range: View | null
  readonly onRange: (range: View | null) => void
}

/** Memory by category along time or layers; the lane below shows which layer is at work. */
export function MemoryChart(props: MemoryChartProps) {
  const { source, hidden, residentSet, live, view, onView, range, onRange } = props
  const complete = hidden.size === 0
  const shown = useMemo(() => {
    if (complete) return { totals: source.totals, extremes: source.extremes }
    const totals = visibleTotals(source.series, hidden)
    return { totals, extremes: createExtremes(totals, source.series.count) }
  }, [source, hidden, complete])
  // Peak and resident set are totals: they mean nothing beside a part.
  const resident = complete && residentSet ? source.log : null
  const highest =
    source.series.count === 0 ? 0 : (shown.totals[shown.extremes.between(0, source.series.count).high] ?? 0)
  const most = Math.max(1, highest, resident?.peakRss ?? 0)
  const ticks = useMemo(() => byteTicks(0, most, 5), [most])
  const top = ticks.at(-1) ?? 1
  const selected = useApp((state) => state.selected)
  const marked = useMemo(() => (selected === null ? null : highestOf(source, selected)), [source, selected])
  return (
    <ChartBox
      label={t('timeline:chart')}
      testId="timeline-chart"
      facts={{
        'data-origin': source.origin,
        'data-samples': source.series.count,
        'data-peak-bytes': source.peakRow === null ? 0 : (source.totals[source.peakRow] ?? 0),
        'data-live': live,
      }}
      axis={source.axis}
      nodeAt={(position) => source.series.layer[rowAt(source.series.x, source.series.count, position)]}
      whole={wholeOf(source)}
      view={view}
      onView={onView}
      range={range}
      onRange={onRange}
      over={(plot) => <PlayheadOn source={source} view={view} plot={plot} />}
      {...(live ? {} : { onSeek: (x: number) => actions.seek(nodeAt(source, x)) })}
      ticks={ticks}
      under={(x) => {
        const row = rowAt(source.series.x, source.series.count, x)
        return row < 0 ? null : <UnderPointer source={source} x={x} row={row} />
      }}
      below={(plot) => <LayerLane source={source} view={view} plot={plot} />}
    >
      {(plot) => (
        <>
          <StackLayer
            series={source.series}
            extremes={shown.extremes}
            hidden={hidden}
            view={view}
            plot={plot}
            top={top}
            resident={resident}
          />
          <Marks
            source={source}
            view={view}
            plot={plot}
            top={top}
            peakRow={complete ? source.peakRow : null}
            marked={marked}
          />
        </>
      )}
    </ChartBox>
  )
}

interface PlayheadOnProps {
  readonly source: ChartSource
  readonly view: View
  readonly plot: Plot
}

/** Moves without the chart being drawn anew. */
function PlayheadOn({ source, view, plot }: PlayheadOnProps) {
  const playhead = useApp((state) => state.playhead)
  const place = playhead === null ? null : placeOf(source, playhead)
  return place === null ? null : <Playhead plot={plot} pixel={toPixel(plot, view, place)} />
}

/** Where the playhead stands on the axis: over layers in the middle of the node's band, over time where it last begins. */
function placeOf(source: ChartSource, node: number): number | null {
  const { log, series } = source
  if (log === null) {
    const row = stepOfNode(rowsOf(series), node)
    return row < 0 ? null : middleOf(source, row)
  }
  const { spans } = log
  for (let index = spans.count - 1; index >= 0; index--) {
    if (spans.node[index] === node) return spans.beginNs[index] ?? null
  }
  return null
}

const rowsOf = oncePer(({ layer, count }: ChartSource['series']) =>
  Array.from(layer.subarray(0, count), (node) => ({ node })),
)

/** The node that is at work there; null: none. */
function nodeAt({ log, series }: ChartSource, x: number): number | null {
  if (log === null) {
    const row = rowAt(series.x, series.count, x)
    return row < 0 ? null : (series.layer[row] ?? null)
  }
  const index = rowAt(log.spans.beginNs, log.spans.count, x)
  return index < 0 ? null : (log.spans.node[index] ?? null)
}

/** Where a layer is at its highest; null where it does not appear. */
function highestOf(source: ChartSource, node: number): number | null {
  const { series, totals } = source
  let best = -1
  for (let row = 0; row < series.count; row++) {
    if (series.layer[row] === node && (best < 0 || (totals[row] ?? 0) > (totals[best] ?? 0))) best = row
  }
  return best < 0 ? null : middleOf(source, best)
}
