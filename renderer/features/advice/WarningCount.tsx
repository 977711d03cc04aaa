// SPDX-License-Identifier: Apache-2.0
import './advice.css'
import { t } from '../../i18n'
import { useApp } from '../../store'

/** On the tab: the number of warnings. */
export function WarningCount() {
  const count = useApp((state) => state.warnings?.length ?? 0)
  if (count === 0) return null
  return (
    <span className="advice-count" role="img" aria-label={t('advice:warnings', { count })}>
      {count}
    </span>
  )
}
