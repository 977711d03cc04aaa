// SPDX-License-Identifier: Apache-2.0
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type ReactNode, useMemo } from 'react'
import type { View } from '../../lib/timeline/view-rows'
import { Frame } from './Frame'
import { type Axis, fromPixel, type NodeAt, type Plot, plotOf, toPixel } from './geometry'
import './memory-chart.css'
import { useChartControl } from './use-chart-control'
import { ViewAxis } from './ViewAxis'

interface ChartBoxProps {
  readonly label: string
  readonly testId: string
  /** Facts for tests, `data-…`. */
  readonly facts: Readonly<Record<`data-${string}`, string | number | boolean>>
  readonly axis: Axis
  /** Absent: its axis is time. */
  readonly nodeAt?: NodeAt
  readonly whole: View
  readonly view: View
  /** null shows everything, also what is still to come. */
  readonly onView: (view: View | null) => void
  readonly range: View | null
  readonly onRange: (range: View | null) => void
  /** What lies over the plot and moves by itself: the playhead. */
  readonly over?: (plot: Plot) => ReactNode
  /** Above the plot the pointer moves the playhead; absent: there is none. */
  readonly onSeek?: (x: number) => void
  /** Marks of the vertical axis, bytes, ascending from 0. */
  readonly ticks: number[]
  /** What is drawn within the axes. */
  readonly children: (plot: Plot) => ReactNode
  /** Rows of the tooltip for a value of the horizontal axis; null shows none. */
  readonly under: (x: number) => ReactNode
  /** What stands below the chart, to the same horizontal scale. */
  readonly below?: (plot: Plot) => ReactNode
}

/** Memory over an axis: frame, zoom, pan, the selected range, and what is under the pointer. */
export function ChartBox(props: ChartBoxProps) {
  const { label, testId, facts, axis, whole, view, onView, range, onRange, ticks, children, under, below } = props
  const { over, onSeek, nodeAt = noNode } = props
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>()
  const plot = useMemo(() => plotOf(width, height), [width, height])
  const control = useChartControl({ axis, whole, plot, view, onView, onRange, range, onSeek })
  const ref = useMergedRef(sizeRef, control.ref)
  const shown = control.dragged ?? range
  return (
    <>
      <div
        ref={ref}
        className="memory-chart"
        role="application"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and pan the chart
        tabIndex={0}
        data-testid={testId}
        data-axis={axis}
        data-grip={control.grip ?? undefined}
        data-from={view.from}
        data-to={view.to}
        {...facts}
        {...control.handlers}
      >
        {width === 0 ? null : (
          <Frame width={width} height={height} ticks={ticks}>
            <ViewAxis view={view} plot={plot} axis={axis} nodeAt={nodeAt} />
            {children(plot)}
          </Frame>
        )}
        <div className="memory-chart-pointer">
          {shown === null ? null : <Range plot={plot} view={view} range={shown} />}
          {width === 0 ? null : over?.(plot)}
          <Pointer plot={plot} view={view} pixel={control.pointer} under={under} />
        </div>
      </div>
      {below?.(plot)}
    </>
  )
}

const noNode: NodeAt = () => undefined

function Range({ plot, view, range }: { readonly plot: Plot; readonly view: View; readonly range: View }) {
  const left = Math.max(plot.left, toPixel(plot, view, range.from))
  const right = Math.min(plot.left + plot.width, toPixel(plot, view, range.to))
  if (right <= left) return null
  return (
    <div className="memory-chart-range" style={{ left, width: right - left, top: plot.top, height: plot.height }} />
  )
}

interface PointerProps {
  readonly plot: Plot
  readonly view: View
  /** Horizontal, null while the pointer is elsewhere. */
  readonly pixel: number | null
  readonly under: ChartBoxProps['under']
}

function Pointer({ plot, view, pixel, under }: PointerProps) {
  if (pixel === null || pixel < plot.left || pixel > plot.left + plot.width) return null
  const rows = under(fromPixel(plot, view, pixel))
  if (rows === null) return null
  const left = pixel < plot.left + plot.width / 2
  return (
    <>
      <div className="memory-chart-cursor" style={{ left: pixel, top: plot.top, height: plot.height }} />
      <div
        className="ui-tooltip memory-chart-tooltip"
        style={left ? { left: pixel + 12 } : { right: `calc(100% - ${pixel - 12}px)` }}
      >
        {rows}
      </div>
    </>
  )
}
