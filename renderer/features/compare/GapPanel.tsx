// SPDX-License-Identifier: Apache-2.0
import './compare-gap.css'
import { SegmentedControl } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { ResponsiveContainer } from 'recharts'
import type { Comparison } from '#contract/comparison'
import { say, t } from '../../i18n'
import type { Side } from '../../lib/sides'
import { BytesDelta } from '../../ui/Bytes'
import { Empty } from '../../ui/Empty'
import { Origin } from '../../ui/Origin'
import { GapChart } from './GapChart'
import { GapParts } from './GapParts'
import type { GapOrigin } from './gap'
import { useCurves } from './use-curves'

interface GapPanelProps {
  readonly comparison: Comparison
  readonly chosen: Side
  /** Stands before its own choices. */
  readonly leading: ReactNode
}

/** All timelines on one axis, the gap between A and the chosen one filled, and what it is made of at one layer. */
export function GapPanel({ comparison, chosen, leading }: GapPanelProps) {
  const [wanted, setWanted] = useState<GapOrigin>('modelled')
  const [pinned, setPinned] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another comparison has its widest gap elsewhere
  useEffect(() => setPinned(null), [comparison])
  const { letter } = chosen
  const bothRun = comparison.a.measured !== undefined && comparison.b.measured !== undefined
  const origin = bothRun ? wanted : 'modelled'
  const { gap, others, problem } = useCurves(chosen, origin)
  if (problem !== null) return <Empty title={t('compare:sides.failed', { letter })}>{say(problem.message)}</Empty>
  if (gap !== null && gap.widest === null) {
    return (
      <>
        <div className="compare-bar">{leading}</div>
        <Empty title={t('compare:noneShared')}>{t('compare:noneSharedHint', { letter })}</Empty>
      </>
    )
  }
  if (gap === null || gap.widest === null) return <Empty title={t('compare:comparing')}>{t('compare:moment')}</Empty>
  const position = pinned !== null && pinned < gap.points.length ? pinned : gap.widest
  const point = gap.points[position]
  return (
    <div className="compare-gap" data-testid="gap-panel" data-origin={origin} data-letter={letter}>
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
          <span className="compare-line">A</span>
          <span className="compare-line" data-side="chosen">
            {letter}
          </span>
          {others.length === 0 ? null : (
            <span className="compare-line" data-side="other" data-testid="gap-others">
              {others.map((other) => other.letter).join(' ')}
            </span>
          )}
          <span className="ui-muted compare-hint" title={t('compare:gap.hint')}>
            {t('compare:gap.hint')}
          </span>
        </div>
        <div className="compare-chart">
          <ResponsiveContainer>
            <GapChart {...{ letter, gap, others, origin, position }} onPosition={setPinned} />
          </ResponsiveContainer>
        </div>
      </div>
      <aside className="compare-gap-side">
        {point === undefined ? null : (
          <>
            <h3 className="ui-heading">
              {t('compare:gap.at', { letter, layer: point.layer })} <Origin kind={origin} />
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
