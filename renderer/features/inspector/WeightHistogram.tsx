// SPDX-License-Identifier: Apache-2.0
import { Bar, BarChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { FiniteStatistics } from '#contract/statistics'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { formatValue } from './values'

const HEIGHT = 108

interface Bin {
  readonly from: number
  readonly to: number
  readonly middle: number
  readonly count: number
}

/** How often values occur from the smallest to the largest, with a line at 0. */
export function WeightHistogram({ finite }: { readonly finite: FiniteStatistics }) {
  const { min, max, histogram } = finite
  if (histogram.length < 2) return null
  const width = (max - min) / histogram.length
  const bins = histogram.map((count, index): Bin => {
    const from = min + index * width
    return { from, to: from + width, middle: from + width / 2, count }
  })
  const label = t('inspector:weights.histogram', { min: formatValue(min), max: formatValue(max) })
  return (
    <div className="inspector-histogram" role="img" aria-label={label} data-testid="weights-histogram">
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <BarChart data={bins} margin={{ top: 4, right: 0, bottom: 0, left: 0 }} barCategoryGap={0.5}>
          <XAxis
            dataKey="middle"
            type="number"
            domain={[min, max]}
            ticks={min < 0 && max > 0 ? [min, 0, max] : [min, max]}
            tickFormatter={formatValue}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            tick={{ fontSize: 10, fill: 'var(--text-muted)' }}
            height={18}
            interval="preserveStartEnd"
          />
          <YAxis hide />
          {min < 0 && max > 0 ? <ReferenceLine x={0} stroke="var(--line-strong)" strokeDasharray="3 3" /> : null}
          <Tooltip
            cursor={{ fill: 'var(--surface-hover)' }}
            isAnimationActive={false}
            content={({ payload }) => <BinTooltip bin={payload?.[0]?.payload as Bin | undefined} />}
          />
          <Bar dataKey="count" fill="var(--accent)" isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

function BinTooltip({ bin }: { readonly bin: Bin | undefined }) {
  if (bin === undefined) return null
  return (
    <div className="ui-tooltip">
      <b className="ui-number">{t('inspector:weights.values', { count: bin.count, formatted: grouped(bin.count) })}</b>
      <span className="ui-muted ui-number">
        {formatValue(bin.from)} … {formatValue(bin.to)}
      </span>
    </div>
  )
}
