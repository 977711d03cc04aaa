import { SegmentedControl } from '@mantine/core'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { Comparison } from '#contract/comparison'
import { t } from '../../i18n'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'
import { type GapOrigin, gapBetween } from '../../lib/gap'
import { actions, useApp } from '../../store'
import { BytesDelta } from '../../ui/Bytes'
import { Empty } from '../../ui/Empty'
import { Origin } from '../../ui/Origin'
import { GapParts } from './GapParts'
import { GapTooltip } from './GapTooltip'

const MARGIN = { top: 12, right: 14, bottom: 0, left: 4 }

interface GapPanelProps {
  readonly comparison: Comparison
  /** Stands before its own choices. */
  readonly leading: ReactNode
}

/** Both timelines on one axis, the gap between them filled, and what it is made of at one layer. */
export function GapPanel({ comparison, leading }: GapPanelProps) {
  const sides = useApp((state) => state.sides)
  const [wanted, setWanted] = useState<GapOrigin>('modelled')
  const [pinned, setPinned] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another comparison has other sides
  useEffect(() => {
    setPinned(null)
    void actions.loadSides()
  }, [comparison])
  const bothRun = comparison.a.measured !== undefined && comparison.b.measured !== undefined
  const origin = bothRun ? wanted : 'modelled'
  const gap = useMemo(() => (sides === null ? null : gapBetween(sides[0], sides[1], origin)), [sides, origin])
  if (gap === null || gap.widest === null) return <Empty title={t('compare:comparing')}>{t('compare:moment')}</Empty>
  const position = pinned !== null && pinned < gap.points.length ? pinned : gap.widest
  const point = gap.points[position]
  const top = gap.points.reduce((most, { a, b }) => Math.max(most, a, b), 1)
  const ticks = byteTicks(0, top, 5)
  const data = gap.points.map((each) => ({ ...each, gap: [Math.min(each.a, each.b), Math.max(each.a, each.b)] }))
  return (
    <div className="compare-gap" data-testid="gap-panel" data-origin={origin}>
      <div className="compare-gap-main">
        <div className="compare-bar">
          {leading}
          {bothRun ? (
            <SegmentedControl<GapOrigin>
              aria-label={t('compare:gap.origin')}
              value={origin}
              data={[
                { value: 'modelled', label: t('compare:gap.modelled') },
                { value: 'measured', label: t('compare:gap.measured') },
              ]}
              onChange={setWanted}
            />
          ) : (
            <Origin kind="modelled" />
          )}
          <span className="compare-line" data-side="a">
            A
          </span>
          <span className="compare-line" data-side="b">
            B
          </span>
          <span className="ui-muted compare-hint" title={t('compare:gap.hint')}>
            {t('compare:gap.hint')}
          </span>
        </div>
        <div className="compare-chart">
          <ResponsiveContainer>
            <ComposedChart
              data={data}
              margin={MARGIN}
              onClick={({ activeIndex }) => {
                const index = Number(activeIndex)
                if (gap.points[index] !== undefined) setPinned(index)
              }}
            >
              <CartesianGrid vertical={false} stroke="var(--line)" />
              <XAxis
                dataKey="position"
                type="number"
                domain={[0, Math.max(1, gap.points.length - 1)]}
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
              <Tooltip content={<GapTooltip origin={origin} />} isAnimationActive={false} />
              <Area
                dataKey="gap"
                type="step"
                fill="var(--accent)"
                fillOpacity={0.14}
                stroke="none"
                isAnimationActive={false}
                activeDot={false}
              />
              <Line
                dataKey="a"
                type="step"
                stroke="var(--text-muted)"
                strokeWidth={1.75}
                dot={false}
                isAnimationActive={false}
              />
              <Line
                dataKey="b"
                type="step"
                stroke="var(--accent)"
                strokeWidth={1.75}
                dot={false}
                isAnimationActive={false}
              />
              <ReferenceLine x={position} stroke="var(--text)" strokeDasharray="3 3" />
            </ComposedChart>
          </ResponsiveContainer>
        </div>
      </div>
      <aside className="compare-gap-side">
        {point === undefined ? null : (
          <>
            <h3 className="ui-heading">
              {t('compare:gap.at', { layer: point.layer })} <Origin kind={origin} />
            </h3>
            <div className="compare-delta" data-testid="gap-total" data-bytes={point.b - point.a}>
              <BytesDelta value={point.b - point.a} arrow />
              <small>{t(position === gap.widest ? 'compare:gap.widest' : 'compare:gap.here')}</small>
            </div>
            <GapParts parts={gap.partsAt(position)} />
          </>
        )}
      </aside>
    </div>
  )
}
