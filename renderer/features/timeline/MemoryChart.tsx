import { useElementSize, useMergedRef } from '@mantine/hooks'
import { createContext, memo, type ReactNode, useContext, useMemo } from 'react'
import { CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import type { Category } from '#contract/plan'
import { t } from '../../i18n'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'
import { createExtremes } from '../../lib/extremes'
import { visibleTotals } from '../../lib/step-series'
import type { View } from '../../lib/view-rows'
import { useApp } from '../../store'
import { MARGIN, plotOf, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from './chart-geometry'
import type { ChartSource } from './chart-source'
import { LayerLane } from './LayerLane'
import { Marks, middleOf } from './Marks'
import { PointerLayer } from './PointerLayer'
import { StackLayer } from './StackLayer'
import { useChartControl } from './use-chart-control'
import { ViewAxis } from './ViewAxis'

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
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>()
  const plot = useMemo(() => plotOf(width, height), [width, height])
  const control = useChartControl({ source, plot, view, onView, onRange })
  const ref = useMergedRef(sizeRef, control.ref)
  const whole = hidden.size === 0
  const shown = useMemo(() => {
    if (whole) return { totals: source.totals, extremes: source.extremes }
    const totals = visibleTotals(source.series, hidden)
    return { totals, extremes: createExtremes(totals, source.series.count) }
  }, [source, hidden, whole])
  // Peak and resident set are totals: they mean nothing beside a part.
  const resident = whole && residentSet ? source.log : null
  const highest =
    source.series.count === 0 ? 0 : (shown.totals[shown.extremes.between(0, source.series.count).high] ?? 0)
  const most = Math.max(1, highest, resident?.peakRss ?? 0)
  const ticks = useMemo(() => byteTicks(0, most, 5), [most])
  const top = ticks.at(-1) ?? 1
  const selected = useApp((state) => state.selected)
  const marked = useMemo(() => (selected === null ? null : highestOf(source, selected)), [source, selected])
  return (
    <>
      <div
        ref={ref}
        className="timeline-chart"
        role="application"
        aria-label={t('timeline:chart')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and pan the chart
        tabIndex={0}
        data-testid="timeline-chart"
        data-origin={source.origin}
        data-axis={source.axis}
        data-samples={source.series.count}
        data-peak-bytes={source.peakRow === null ? 0 : source.totals[source.peakRow]}
        data-from={view.from}
        data-to={view.to}
        data-live={live}
        {...control.handlers}
      >
        {width === 0 ? null : (
          <Drawing.Provider
            value={
              <>
                <ViewAxis view={view} plot={plot} axis={source.axis} />
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
                  peakRow={whole ? source.peakRow : null}
                  marked={marked}
                />
              </>
            }
          >
            <Frame width={width} height={height} ticks={ticks} />
          </Drawing.Provider>
        )}
        <PointerLayer
          source={source}
          plot={plot}
          view={view}
          range={control.dragged ?? range}
          pointer={control.pointer}
        />
      </div>
      <LayerLane source={source} view={view} plot={plot} />
    </>
  )
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

interface FrameProps {
  readonly width: number
  readonly height: number
  readonly ticks: number[]
}

/** What is drawn into the frame. The frame itself stays as it is while this changes with every step of a zoom. */
const Drawing = createContext<ReactNode>(null)

function Contents() {
  return useContext(Drawing)
}

/** Bytes and grid. The rest is drawn into it by hand: a chart library draws points, and a run has a million. */
const Frame = memo(function Frame({ width, height, ticks }: FrameProps) {
  const top = ticks.at(-1) ?? 1
  return (
    <ComposedChart
      data={[
        { x: 0, y: 0 },
        { x: 1, y: top },
      ]}
      width={width}
      height={height}
      margin={MARGIN}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} />
      <XAxis dataKey="x" type="number" height={X_AXIS_HEIGHT} tick={false} stroke="var(--line-strong)" />
      <YAxis
        width={Y_AXIS_WIDTH}
        ticks={ticks}
        domain={[0, top]}
        tickFormatter={formatAxisBytes}
        stroke="var(--line-strong)"
      />
      {/* An axis without a curve is not drawn. */}
      <Line dataKey="y" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
      <Contents />
    </ComposedChart>
  )
})
