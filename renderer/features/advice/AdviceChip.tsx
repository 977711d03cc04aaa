// SPDX-License-Identifier: Apache-2.0
import './advice.css'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect } from 'react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'

/** Long enough for a plan to be on screen, and for quick changes to ask once, in milliseconds. */
const ASK_AFTER = 300

/** Beside the totals: how many warnings there are. Asks for advice whenever another plan is shown. */
export function AdviceChip() {
  const plan = useApp((state) => state.plan)
  const count = useApp((state) => state.advice?.lints.length ?? 0)
  useEffect(() => {
    if (plan === null) return
    const timer = setTimeout(() => void actions.advise(), ASK_AFTER)
    return () => clearTimeout(timer)
  }, [plan])
  if (count === 0) return null
  return (
    <button type="button" className="advice-chip" data-testid="advice-chip" onClick={() => actions.showTab('advice')}>
      <IconAlertTriangle size={13} aria-hidden="true" />
      {t('advice:warnings', { count })}
    </button>
  )
}
