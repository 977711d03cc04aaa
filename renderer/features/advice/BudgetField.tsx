// SPDX-License-Identifier: Apache-2.0
import { Button, Loader, NumberInput } from '@mantine/core'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { useBudget } from './use-budget'

/** How much memory there is, and the search for what fits it. */
export function BudgetField({ totalBytes }: { readonly totalBytes: number }) {
  const { mebibytes, bytes, setMebibytes } = useBudget(totalBytes)
  const budget = useApp((state) => state.budget)
  const busy = budget !== null && budget.answer === null
  return (
    <form
      className="advice-budget"
      onSubmit={(event) => {
        event.preventDefault()
        void actions.askBudget(bytes)
      }}
    >
      <NumberInput
        aria-label={t('advice:budgetLabel')}
        data-testid="budget-mib"
        w={110}
        min={0.01}
        decimalScale={2}
        suffix=" MiB"
        thousandSeparator=","
        value={mebibytes}
        onChange={(value) => typeof value === 'number' && value > 0 && setMebibytes(value)}
      />
      <Button variant="filled" type="submit" data-testid="budget-find" disabled={busy}>
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
  )
}
