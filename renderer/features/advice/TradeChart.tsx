// SPDX-License-Identifier: Apache-2.0
import { CartesianGrid, Scatter, ScatterChart, XAxis, YAxis } from 'recharts'
import { t } from '../../i18n'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'
import { BudgetLine } from './BudgetLine'
import { TradeLayer } from './TradeLayer'
import type { TradePoint } from './trade-points'

interface TradeChartProps {
  readonly points: TradePoint[]
  /** Of them, the fastest first. */
  readonly line: readonly TradePoint[]
  readonly budgetBytes: number
  readonly onBudget: (bytes: number) => void
  /** Id of the point that is told about. */
  readonly active: string | null
  readonly onActive: (id: string | null) => void
  readonly onApply: (point: TradePoint) => void
  /** Given by ResponsiveContainer. */
  readonly width?: number
  readonly height?: number
}

const STEPS = 5
const MARGIN = { top: 14, right: 18, bottom: 12, left: 4 }
/** The axis begins at 0 where the least is at most this share of the most. */
const FROM_ZERO = 0.6
/** Beyond the outermost points. */
const ROOM = 1.12
/** Times that a tick may stand at. */
const TIMES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2, 3, 4, 6, 8, 16, 32, 64, 128]

/** Memory against modelled time, each a point; a line joins those that nothing undercuts, and the budget is dragged. */
export function TradeChart({ points, width, height, ...shared }: TradeChartProps) {
  const { line, budgetBytes, onBudget, active, onActive, onApply } = shared
  const sizes = points.map(({ bytes }) => bytes)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const ticks = byteTicks(least <= FROM_ZERO * most ? 0 : least - (most - least) / STEPS, most, STEPS)
  const times = points.map(({ time }) => time).filter((time) => time > 0)
  const from = Math.min(0.95, ...times) / ROOM
  const to = Math.max(1.05, ...times) * ROOM
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  return (
    <ScatterChart
      data={points}
      margin={MARGIN}
      accessibilityLayer={false}
      {...(width === undefined ? {} : { width })}
      {...(height === undefined ? {} : { height })}
    >
      <CartesianGrid stroke="var(--line)" />
      <XAxis
        dataKey="time"
        type="number"
        scale="log"
        domain={[from, to]}
        allowDataOverflow
        ticks={TIMES.filter((time) => time >= from && time <= to)}
        interval="preserveStart"
        minTickGap={18}
        stroke="var(--line-strong)"
        tickFormatter={(time: number) => `${time}×`}
        label={{
          value: t('advice:trade.time'),
          position: 'insideBottomRight',
          offset: -6,
          fill: 'var(--text-muted)',
          fontSize: 11,
        }}
      />
      <YAxis
        dataKey="bytes"
        type="number"
        width={66}
        ticks={ticks}
        interval={0}
        domain={[low, high]}
        allowDataOverflow
        tickFormatter={formatAxisBytes}
        stroke="var(--line-strong)"
      />
      {/* Scales are made of what is in the chart; points are drawn in a layer of their own, where the keyboard gets. */}
      <Scatter isAnimationActive={false} shape={() => <g />} />
      <BudgetLine bytes={budgetBytes} low={low} high={high} onChange={onBudget} />
      <TradeLayer {...{ points, line, budgetBytes, active, onActive, onApply }} />
    </ScatterChart>
  )
}
