// SPDX-License-Identifier: Apache-2.0
import { NumberInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { judge } from '#contract/verdict'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'

interface VerdictLineProps {
  readonly baselineBytes: number
  readonly bytes: number
}

/** Whether the side that is looked at stays within the growth that the user allows. */
export function VerdictLine({ baselineBytes, bytes }: VerdictLineProps) {
  const limit = useApp((state) => state.limit)
  const verdict = limit === null ? null : judge(baselineBytes, bytes, limit)
  return (
    <div className="compare-verdict" data-testid="verdict" data-passed={verdict?.passed ?? ''}>
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
        <span className={verdict.passed ? 'ui-shrink' : 'ui-grow'}>
          {verdict.passed ? <IconCircleCheck size={15} /> : <IconCircleX size={15} />}
          {t(verdict.passed ? 'compare:verdict.passed' : 'compare:verdict.failed')}
        </span>
      )}
    </div>
  )
}
