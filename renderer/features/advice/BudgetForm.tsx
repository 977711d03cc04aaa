// SPDX-License-Identifier: Apache-2.0
import { Button, Loader, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { actions, useApp } from '../../store'
import { Heading } from '../../ui/Heading'
import { RemedyRow } from './RemedyRow'

const MIB = 2 ** 20
/** Of the total at first. */
const SUGGESTED_SHARE = 0.75

/** The cheapest algorithm per layer within a budget of bytes. */
export function BudgetForm({ totalBytes }: { readonly totalBytes: number }) {
  const [mebibytes, setMebibytes] = useState<string | number>(
    Math.max(1, Math.round((SUGGESTED_SHARE * totalBytes) / MIB)),
  )
  const budget = useApp((state) => state.budget)
  const busy = budget !== null && budget.answer === null
  return (
    <section>
      <Heading origin="modelled">{t('advice:budgetTitle')}</Heading>
      <p className="advice-text">{t('advice:budgetExplained')}</p>
      <form
        className="advice-budget"
        onSubmit={(event) => {
          event.preventDefault()
          if (typeof mebibytes === 'number') void actions.askBudget(Math.round(mebibytes * MIB))
        }}
      >
        <NumberInput
          aria-label={t('advice:budgetLabel')}
          data-testid="budget-mib"
          w={110}
          min={1}
          suffix=" MiB"
          thousandSeparator=","
          value={mebibytes}
          onChange={setMebibytes}
        />
        <Button
          variant="filled"
          type="submit"
          data-testid="budget-find"
          disabled={busy || typeof mebibytes !== 'number'}
        >
          {t('advice:budgetFind')}
        </Button>
        {busy ? (
          <>
            <Loader size={14} />
            <span className="ui-muted">{t('advice:budgetPlans', { count: budget.plans })}</span>
            <Button variant="subtle" size="compact-xs" onClick={() => void actions.cancelBudget()}>
              {t('common:cancel')}
            </Button>
          </>
        ) : null}
      </form>
      <BudgetResult />
    </section>
  )
}

function BudgetResult() {
  const budget = useApp((state) => state.budget)
  if (budget === null || budget.answer === null) return null
  const { bytes, answer } = budget
  if (!answer.fits) {
    return (
      <p className="advice-text" data-testid="budget-result">
        {t('advice:budgetTooSmall', { budget: formatBytes(bytes), least: formatBytes(answer.leastBytes) })}
      </p>
    )
  }
  return (
    <div data-testid="budget-result">
      <p className="advice-text">
        {t(answer.remedy.whatIf ? 'advice:budgetWhatIf' : 'advice:budgetFits', { budget: formatBytes(bytes) })}
      </p>
      <ol className="advice-remedies">
        <RemedyRow remedy={answer.remedy} />
      </ol>
    </div>
  )
}
