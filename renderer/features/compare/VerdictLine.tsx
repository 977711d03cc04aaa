// SPDX-License-Identifier: Apache-2.0
import { NumberInput } from '@mantine/core'
import { type Judged, judge } from '#contract/verdict'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { OutcomeIcon, outcomeClass, outcomeText } from './outcome'

interface VerdictLineProps {
  readonly baselineBytes: number
  readonly judged: Judged
}

/** Whether the side that is looked at stays within the growth that the user allows. */
export function VerdictLine({ baselineBytes, judged }: VerdictLineProps) {
  const limit = useApp((state) => state.limit)
  const verdict = limit === null ? null : judge(baselineBytes, judged, limit)
  return (
    <div className="compare-verdict" data-testid="verdict" data-outcome={verdict?.outcome ?? ''}>
      <span className="ui-muted">{t('compare:verdict.mayGrow')}</span>
      <NumberInput
        size="xs"
        w={86}
        min={0}
        max={1000}
        decimalScale={1}
        suffix=" %"
        aria-label={t('compare:verdict.limit')}
        placeholder={t('compare:verdict.none')}
        data-testid="growth-limit"
        value={limit?.growth === undefined ? '' : Math.round(limit.growth * 1000) / 10}
        onChange={(value) => actions.setLimit(typeof value === 'number' ? { growth: value / 100 } : null)}
      />
      {verdict === null ? (
        <span className="ui-muted">{t('compare:verdict.set')}</span>
      ) : (
        <span className={outcomeClass(verdict.outcome)} title={t(`compare:verdict.meaning.${verdict.outcome}`)}>
          <OutcomeIcon outcome={verdict.outcome} size={15} />
          {outcomeText(verdict.outcome)}
        </span>
      )}
    </div>
  )
}
