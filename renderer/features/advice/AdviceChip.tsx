// SPDX-License-Identifier: Apache-2.0
import './advice.css'
import { IconAlertTriangle } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { useAfterPlan } from './use-after-plan'

/** Beside the totals: how many warnings there are. Asks for them whenever another plan is shown. */
export function AdviceChip() {
  const plan = useApp((state) => state.plan)
  const count = useApp((state) => state.warnings?.length ?? 0)
  useAfterPlan(plan, actions.warn)
  if (count === 0) return null
  return (
    <button type="button" className="advice-chip" data-testid="advice-chip" onClick={() => actions.showTab('advice')}>
      <IconAlertTriangle size={13} aria-hidden="true" />
      {t('advice:warnings', { count })}
    </button>
  )
}
