// SPDX-License-Identifier: Apache-2.0
import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts'
import { type Category, STACK_ORDER } from '#contract/categories'
import type { Sweep } from '#contract/sweep'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'
import { categoryColour } from '../../lib/palette'
import { valueName } from './axis-names'
import { ChangeMarks } from './ChangeMarks'
import { SweepTooltip } from './SweepTooltip'
import type { ChartPoint, SweepRow } from './sweep-rows'

interface SweepChartProps {
  readonly sweep: Sweep
  readonly rows: readonly SweepRow[]
  readonly points: ChartPoint[]
  readonly present: readonly Category[]
  /** The change that is told beside the chart. */
  readonly shown: number | null
  readonly onPick: (change: number) => void
  /** Given by ResponsiveContainer. */
  readonly width?: number
  readonly height?: number
}

const STEPS = 5
/** Room above for the marks of changes. */
const MARGIN = { top: 26, right: 14, bottom: 0, left: 4 }

/** Stacked by category, a step for each value, with a mark wherever algorithms change and a gap where nothing is planned. */
export function SweepChart({ sweep, rows, points, present, shown, onPick, width, height }: SweepChartProps) {
  const totals = rows.flatMap(({ outcome, session }) => [outcome.ok ? outcome.value.totalBytes : 0, session ?? 0])
  const ticks = byteTicks(0, Math.max(1, ...totals), STEPS)
  return (
    <ComposedChart
      data={points}
      margin={MARGIN}
      {...(width === undefined ? {} : { width })}
      {...(height === undefined ? {} : { height })}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={[-0.5, rows.length - 0.5]}
        ticks={rows.map(({ at }) => at)}
        interval="equidistantPreserveStart"
        minTickGap={8}
        stroke="var(--line-strong)"
        tickFormatter={(at: number) => (rows[at] === undefined ? '' : valueName(sweep.axis, rows[at].value))}
      />
      <YAxis
        width={66}
        ticks={ticks}
        interval={0}
        domain={[0, ticks.at(-1) ?? 1]}
        tickFormatter={formatAxisBytes}
        stroke="var(--line-strong)"
      />
      {STACK_ORDER.filter((category) => present.includes(category)).map((category) => (
        <Area
          key={category}
          dataKey={category}
          type="linear"
          stackId="categories"
          isAnimationActive={false}
          activeDot={false}
          stroke="none"
          fill={categoryColour(category)}
          fillOpacity={0.85}
        />
      ))}
      {sweep.resized === null ? null : (
        <Line
          dataKey="session"
          type="linear"
          isAnimationActive={false}
          dot={false}
          activeDot={false}
          stroke="var(--text)"
          strokeWidth={1.5}
          strokeDasharray="4 3"
        />
      )}
      <Tooltip
        content={<SweepTooltip axis={sweep.axis} rows={rows} present={present} />}
        isAnimationActive={false}
        cursor={false}
      />
      <ChangeMarks sweep={sweep} rows={rows} shown={shown} onPick={onPick} />
    </ComposedChart>
  )
}
