import { memo, type ReactNode } from 'react'
import { CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import { t } from '../../i18n'
import { formatAxisBytes } from '../../lib/bytes'
import { formatDuration } from '../../lib/durations'
import type { View } from '../../lib/view-rows'
import { type Axis, layerTicks, MARGIN, timeTicks, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from './geometry'

interface FrameProps {
  readonly width: number
  readonly height: number
  readonly view: View
  /** Bytes, ascending from 0. */
  readonly ticks: number[]
  readonly axis: Axis
  readonly children: ReactNode
}

/** Axes and grid. What they frame is drawn by hand: a chart library draws points, and a run has a million. */
export const Frame = memo(function Frame({ width, height, view, ticks, axis, children }: FrameProps) {
  const top = ticks.at(-1) ?? 1
  return (
    <ComposedChart
      data={[
        { x: view.from, y: 0 },
        { x: view.to, y: top },
      ]}
      width={width}
      height={height}
      margin={MARGIN}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} />
      <XAxis
        dataKey="x"
        type="number"
        height={X_AXIS_HEIGHT}
        domain={[view.from, view.to]}
        allowDataOverflow
        ticks={axis === 'time' ? timeTicks(view) : layerTicks(view)}
        interval="preserveStartEnd"
        tickFormatter={
          axis === 'time' ? formatDuration : (x: number) => t('timeline:layer', { position: Math.floor(x) + 1 })
        }
        stroke="var(--line-strong)"
      />
      <YAxis
        width={Y_AXIS_WIDTH}
        ticks={ticks}
        domain={[0, top]}
        tickFormatter={formatAxisBytes}
        stroke="var(--line-strong)"
      />
      {/* An axis without a curve is not drawn. */}
      <Line dataKey="y" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
      {children}
    </ComposedChart>
  )
})
