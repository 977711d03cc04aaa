// SPDX-License-Identifier: Apache-2.0
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { t } from '../../i18n'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'
import { GapTooltip } from './GapTooltip'
import type { Gap, GapOrigin, GapPoint } from './gap'
import type { OtherCurve } from './use-curves'

const MARGIN = { top: 12, right: 14, bottom: 0, left: 4 }

interface GapChartProps {
  readonly letter: string
  readonly gap: Gap
  readonly others: readonly OtherCurve[]
  readonly origin: GapOrigin
  /** Marked. */
  readonly position: number
  readonly onPosition: (position: number) => void
  /** Given by ResponsiveContainer. */
  readonly width?: number
  readonly height?: number
}

/** A and the side that is looked at with the gap between them filled; the other sides as thin lines. */
export function GapChart({ letter, gap, others, origin, position, onPosition, width, height }: GapChartProps) {
  const { points } = gap
  const highest = (most: number, bytes: number) => Math.max(most, bytes)
  const top = others.reduce(
    (most, { bytes }) => bytes.reduce(highest, most),
    points.reduce((most, { a, b }) => Math.max(most, a, b), 1),
  )
  const ticks = byteTicks(0, top, 5)
  const data = points.map((each) => ({ ...each, gap: [Math.min(each.a, each.b), Math.max(each.a, each.b)] }))
  const label = (name: string, place: number) => (
    <CurveLetter letter={name} at={letterPosition(place, others.length + 2, points.length)} />
  )
  return (
    <ComposedChart
      data={data}
      margin={MARGIN}
      {...(width === undefined ? {} : { width })}
      {...(height === undefined ? {} : { height })}
      onClick={({ activeIndex }) => {
        const index = Number(activeIndex)
        if (points[index] !== undefined) onPosition(index)
      }}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="position"
        type="number"
        domain={[0, Math.max(1, points.length - 1)]}
        tickCount={8}
        allowDecimals={false}
        stroke="var(--line-strong)"
        tickFormatter={(value: number) => t('compare:gap.layer', { position: value + 1 })}
      />
      <YAxis
        width={66}
        ticks={ticks}
        domain={[0, ticks.at(-1) ?? top]}
        tickFormatter={formatAxisBytes}
        stroke="var(--line-strong)"
      />
      <Tooltip content={<GapTooltip letter={letter} others={others} origin={origin} />} isAnimationActive={false} />
      <Area
        dataKey="gap"
        type="step"
        fill="var(--accent)"
        fillOpacity={0.14}
        stroke="none"
        isAnimationActive={false}
        activeDot={false}
      />
      {others.map(({ letter: name, bytes }, index) => (
        <Line
          key={name}
          className="compare-other-line"
          dataKey={(point: GapPoint) => bytes[point.position] ?? 0}
          type="step"
          stroke="var(--text-muted)"
          strokeWidth={1}
          strokeOpacity={0.6}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
          label={label(name, index + 2)}
        />
      ))}
      <Line
        dataKey="a"
        type="step"
        stroke="var(--text-muted)"
        strokeWidth={1.75}
        dot={false}
        isAnimationActive={false}
        label={label('A', 0)}
      />
      <Line
        dataKey="b"
        type="step"
        stroke="var(--accent)"
        strokeWidth={1.75}
        dot={false}
        isAnimationActive={false}
        label={label(letter, 1)}
      />
      <ReferenceLine x={position} stroke="var(--text)" strokeDasharray="3 3" />
    </ComposedChart>
  )
}

/** Of the width, between two letters at most, and for all of them. */
const APART = 0.045
const ALL_LETTERS = 0.6

/**
 * The point of the line that carries its letter: from the right end leftwards, so that letters of lines that run together
 * stand beside each other. Of few points each letter has one of its own, as far as they go.
 */
export function letterPosition(place: number, letters: number, points: number): number {
  const apart = Math.max(1, Math.round((points - 1) * Math.min(APART, ALL_LETTERS / letters)))
  return Math.max(0, points - 1 - Math.round(0.015 * (points - 1)) - apart * place)
}

interface CurveLetterProps {
  readonly letter: string
  /** The point of the line that carries the letter. */
  readonly at: number
  /** Given by the line for each of its points. */
  readonly index?: number
  readonly x?: number
  readonly y?: number
}

function CurveLetter({ letter, at, index, x, y }: CurveLetterProps) {
  if (index !== at || x === undefined || y === undefined) return null
  return (
    <text className="compare-curve-letter" x={x} y={y} dy={4} textAnchor="middle">
      {letter}
    </text>
  )
}
