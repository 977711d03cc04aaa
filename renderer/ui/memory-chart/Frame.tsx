// SPDX-License-Identifier: Apache-2.0
import { createContext, memo, type ReactNode, useContext } from 'react'
import { CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import { formatAxisBytes } from '../../lib/bytes'
import { MARGIN, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from './geometry'

interface FrameProps {
  readonly width: number
  readonly height: number
  /** Bytes, ascending from 0; the same array while they stay. */
  readonly ticks: number[]
  readonly children: ReactNode
}

/**
 * Bytes and grid. What they frame is drawn by hand: a chart library draws points, and a run has a million.
 * Nor does the library draw anything anew while that changes, which takes it longer than a frame of a zoom.
 */
export function Frame({ width, height, ticks, children }: FrameProps) {
  return (
    <Drawing.Provider value={children}>
      <Axes width={width} height={height} ticks={ticks} />
    </Drawing.Provider>
  )
}

const Drawing = createContext<ReactNode>(null)

function Contents() {
  return useContext(Drawing)
}

const Axes = memo(function Axes({ width, height, ticks }: Omit<FrameProps, 'children'>) {
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
