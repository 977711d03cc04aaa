// SPDX-License-Identifier: Apache-2.0
import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  type RectangleProps,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { t } from '../../i18n'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'
import { algorithmColour } from '../../lib/palette'
import { actions } from '../../store'
import type { DifferenceBar } from './comparison-rows'
import { DifferenceTooltip } from './DifferenceTooltip'

export type ChartMode = 'difference' | 'both'

interface DifferenceChartProps {
  /** What the side that is held against A goes by. */
  readonly letter: string
  readonly bars: DifferenceBar[]
  readonly mode: ChartMode
  /** Node to mark. */
  readonly marked: number | null
  /** Given by ResponsiveContainer on screen, fixed for an export. */
  readonly width?: number
  readonly height?: number
}

/** So few that each is labelled, 0 among them, however low the panel. */
const STEPS = 4
const MARGIN = { top: 8, right: 12, bottom: 0, left: 4 }
type BarShapeProps = RectangleProps & { readonly payload?: DifferenceBar }

/** One bar (or pair) per layer in execution order, in the colour of what the side runs there. */
export function DifferenceChart({ letter, bars, mode, marked, width, height }: DifferenceChartProps) {
  const values = (mode === 'difference' ? bars.map((bar) => bar.delta) : bars.flatMap((bar) => [bar.a, bar.b])).map(
    (value) => value ?? 0,
  )
  const lowest = Math.min(0, ...values)
  const highest = Math.max(0, ...values)
  const ticks = byteTicks(lowest, highest, STEPS)
  // Nothing differs: one line at zero, in the middle of a scale of any size.
  const domain = lowest === highest ? [-1, 1] : [lowest, ticks.at(-1) ?? 0]
  const mark = marked === null ? undefined : bars.find((bar) => bar.layer.node === marked)
  return (
    <BarChart
      data={bars}
      margin={MARGIN}
      barGap={0}
      barCategoryGap="12%"
      {...(width === undefined ? {} : { width })}
      {...(height === undefined ? {} : { height })}
      onClick={({ activeIndex }) => {
        const node = bars[Number(activeIndex)]?.layer.node
        if (typeof node === 'number') actions.reveal(node)
      }}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="position"
        interval="preserveStartEnd"
        minTickGap={28}
        stroke="var(--line-strong)"
        tickFormatter={(position: number) =>
          // As table, graph and inspector number it.
          t('compare:chart.position', { position: (bars[position - 1]?.layer.node ?? position - 1) + 1 })
        }
      />
      <YAxis
        width={66}
        ticks={ticks}
        interval={0}
        domain={domain}
        tickFormatter={formatAxisBytes}
        stroke="var(--line-strong)"
      />
      <Tooltip
        content={<DifferenceTooltip letter={letter} />}
        isAnimationActive={false}
        cursor={{ fill: 'var(--line)', opacity: 0.5 }}
      />
      <ReferenceLine y={0} stroke="var(--line-strong)" />
      {mark === undefined ? null : <ReferenceLine x={mark.position} stroke="var(--accent)" strokeWidth={2} />}
      {mode === 'difference' ? (
        <Bar dataKey="delta" isAnimationActive={false} shape={<DifferenceShape />} />
      ) : (
        [
          <Bar key="a" dataKey="a" isAnimationActive={false} fill="var(--text-muted)" fillOpacity={0.55} />,
          <Bar key="b" dataKey="b" isAnimationActive={false} shape={<DifferenceShape />} />,
        ]
      )}
    </BarChart>
  )
}

function DifferenceShape({ payload, ...rectangle }: BarShapeProps) {
  const layer = payload?.layer
  return (
    <Rectangle {...rectangle} fill={layer === undefined ? 'var(--line-strong)' : algorithmColour(layer.b.algorithm)} />
  )
}
