// SPDX-License-Identifier: Apache-2.0
import type { WeightStatistics } from '#contract/statistics'
import { grouped, percent } from '#messages/figures'
import { t } from '../../i18n'
import { formatValue } from './values'
import { WeightHistogram } from './WeightHistogram'

const MOMENTS = ['min', 'max', 'mean', 'std'] as const

/** Counts, moments and histogram of one tensor. */
export function WeightFigures({ statistics }: { readonly statistics: WeightStatistics }) {
  const { count, zeros, nan, infinite, finite } = statistics
  const share = zeros === 0 ? '' : ` (${percent(zeros / count)})`
  const counts = [
    { name: t('inspector:weights.count'), text: grouped(count), warning: false },
    { name: t('inspector:weights.zeros'), text: `${grouped(zeros)}${share}`, warning: false },
    { name: 'NaN', text: grouped(nan), warning: nan > 0 },
    { name: '±Inf', text: grouped(infinite), warning: infinite > 0 },
  ]
  return (
    <>
      {finite === null ? null : <WeightHistogram finite={finite} />}
      <dl className="inspector-moments">
        {finite === null
          ? null
          : MOMENTS.map((moment) => (
              <div key={moment}>
                <dt>{t(`inspector:weights.${moment}`)}</dt>
                <dd title={String(finite[moment])} data-testid={`weights-${moment}`}>
                  {formatValue(finite[moment])}
                </dd>
              </div>
            ))}
        {counts.map(({ name, text, warning }) => (
          <div key={name} data-warning={warning || undefined}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
