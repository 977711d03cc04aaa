import type { FiniteStatistics, WeightStatistics } from '#contract/statistics'
import { t } from '../../i18n'
import { formatCount } from '../../lib/bytes'
import { formatValue } from './values'
import { WeightHistogram } from './WeightHistogram'

/** Counts, moments and histogram of one tensor. */
export function WeightFigures({ statistics }: { readonly statistics: WeightStatistics }) {
  const { count, zeros, nan, infinite, finite } = statistics
  return (
    <>
      {finite === null ? null : <WeightHistogram finite={finite} />}
      <dl className="inspector-moments">
        {finite === null ? null : MOMENTS.map((moment) => <Moment key={moment} finite={finite} moment={moment} />)}
        <div>
          <dt>{t('inspector:weights.count')}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
        <div>
          <dt>{t('inspector:weights.zeros')}</dt>
          <dd>
            {formatCount(zeros)}
            {zeros === 0 ? '' : ` (${((zeros / count) * 100).toFixed(1)} %)`}
          </dd>
        </div>
        <div data-warning={nan > 0 || undefined}>
          <dt>NaN</dt>
          <dd>{formatCount(nan)}</dd>
        </div>
        <div data-warning={infinite > 0 || undefined}>
          <dt>±Inf</dt>
          <dd>{formatCount(infinite)}</dd>
        </div>
      </dl>
    </>
  )
}

const MOMENTS = ['min', 'max', 'mean', 'std'] as const

interface MomentProps {
  readonly finite: FiniteStatistics
  readonly moment: (typeof MOMENTS)[number]
}

function Moment({ finite, moment }: MomentProps) {
  const value = finite[moment]
  return (
    <div>
      <dt>{t(`inspector:weights.${moment}`)}</dt>
      <dd title={String(value)} data-testid={`weights-${moment}`}>
        {formatValue(value)}
      </dd>
    </div>
  )
}
