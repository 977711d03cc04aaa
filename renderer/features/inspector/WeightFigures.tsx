import type { FiniteStatistics, WeightStatistics } from '#contract/statistics'
import { grouped, percent } from '#messages/figures'
import { t } from '../../i18n'
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
          <dd>{grouped(count)}</dd>
        </div>
        <div>
          <dt>{t('inspector:weights.zeros')}</dt>
          <dd>
            {grouped(zeros)}
            {zeros === 0 ? '' : ` (${percent(zeros / count)})`}
          </dd>
        </div>
        <div data-warning={nan > 0 || undefined}>
          <dt>NaN</dt>
          <dd>{grouped(nan)}</dd>
        </div>
        <div data-warning={infinite > 0 || undefined}>
          <dt>±Inf</dt>
          <dd>{grouped(infinite)}</dd>
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
