// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '#contract/plan'
import { t } from '../i18n'

/** That the total is of algorithms which the engine would not choose by itself. */
export function WhatIf({ plan }: { readonly plan: Plan }) {
  const layers = plan.decisions.filter(({ overridden }) => overridden !== undefined).length
  if (layers === 0) return null
  return (
    <span className="ui-what-if" data-testid="what-if" title={t('common:whatIfExplained')}>
      {t('app:whatIf', { count: layers })}
    </span>
  )
}
