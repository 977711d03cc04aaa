// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { ResponsiveContainer } from 'recharts'
import type { Comparison } from '#contract/comparison'
import { t } from '../../i18n'
import { formatBytesDelta } from '../../lib/bytes'
import { useApp } from '../../store'
import { BytesDelta } from '../../ui/Bytes'
import { Origin } from '../../ui/Origin'
import { UnknownDifference } from '../../ui/UnknownDifference'
import { differenceBars, type LayerFigure, type LetteredComparison, packedWeightDelta } from './comparison-rows'
import { type ChartMode, DifferenceChart } from './DifferenceChart'

interface ChartPanelProps extends LetteredComparison {
  /** Stands before its own choices. */
  readonly leading: ReactNode
}

/** Whether one side has layers that the other has not. */
function hasAlone({ unmatched }: Comparison): boolean {
  return unmatched !== undefined && unmatched.a.length + unmatched.b.length > 0
}

/** The per-layer chart with its choices. */
export function ChartPanel({ letter, comparison, leading }: ChartPanelProps) {
  const [figure, setFigure] = useState<LayerFigure>('packedWeightBytes')
  const [mode, setMode] = useState<ChartMode>('difference')
  const bars = useMemo(() => differenceBars(comparison, figure), [comparison, figure])
  const packed = packedWeightDelta(comparison)
  // Constants, and what a pool rounds up: in the total, and in no layer. Of two files also layers that one of them has alone.
  const beside = packed === null || comparison.totalDelta === null ? 0 : comparison.deltas.packedWeights - packed
  const selected = useApp((state) => state.selected)
  return (
    <>
      <div className="compare-bar">
        {leading}
        <SegmentedControl<LayerFigure>
          aria-label={t('compare:figure')}
          value={figure}
          data={[
            { value: 'packedWeightBytes', label: t('compare:packedWeights') },
            { value: 'workspaceBytes', label: t('compare:workspace') },
          ]}
          onChange={setFigure}
        />
        <SegmentedControl<ChartMode>
          aria-label={t('compare:bars')}
          value={mode}
          data={[
            { value: 'difference', label: `${letter} − A` },
            { value: 'both', label: t('compare:both', { letter }) },
          ]}
          onChange={setMode}
        />
        <span className="compare-sum">
          <Origin kind="modelled" />
          <span
            data-testid="compare-packed-delta"
            data-bytes={packed ?? undefined}
            title={t('compare:packedSum', { letter })}
          >
            {t('compare:sumPacked')} {packed === null ? <UnknownDifference /> : <BytesDelta value={packed} />}
          </span>
          {beside === 0 ? null : (
            <span className="ui-muted" data-testid="compare-packed-beside" data-bytes={beside}>
              {t(hasAlone(comparison) ? 'compare:packedAlone' : 'compare:packedBeside', {
                beside: formatBytesDelta(beside),
                total: formatBytesDelta(comparison.deltas.packedWeights),
              })}
            </span>
          )}
        </span>
      </div>
      <div className="compare-chart" data-testid="compare-chart">
        <ResponsiveContainer>
          <DifferenceChart letter={letter} bars={bars} mode={mode} marked={selected} />
        </ResponsiveContainer>
      </div>
    </>
  )
}
