// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { Heading } from '../../ui/Heading'
import { BudgetField } from './BudgetField'

/** The cheapest algorithm per layer within a budget of bytes. */
export function BudgetForm({ totalBytes }: { readonly totalBytes: number }) {
  return (
    <section>
      <Heading origin="modelled">{t('advice:budgetTitle')}</Heading>
      <p className="advice-text">{t('advice:budgetExplained')}</p>
      <BudgetField totalBytes={totalBytes} />
    </section>
  )
}
