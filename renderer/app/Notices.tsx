// SPDX-License-Identifier: Apache-2.0
import { Notification } from '@mantine/core'
import { useEffect } from 'react'
import { t } from '../i18n'
import { actions, useApp } from '../store'
import type { Notice } from '../store/state'

const SUCCESS_STAYS_MS = 6000

/** Outcomes of exports. A success leaves by itself, a failure stays until it is dismissed. */
export function Notices() {
  const notices = useApp((state) => state.notices)
  return (
    <div className="app-notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

function NoticeCard({ notice: { id, kind, text } }: { readonly notice: Notice }) {
  useEffect(() => {
    if (kind === 'failure') return
    const timer = setTimeout(() => actions.dismissNotice(id), SUCCESS_STAYS_MS)
    return () => clearTimeout(timer)
  }, [id, kind])
  return (
    <Notification
      withBorder
      data-testid={`notice-${kind}`}
      color={kind === 'success' ? 'teal' : 'red'}
      closeButtonProps={{ 'aria-label': t('common:dismiss') }}
      onClose={() => actions.dismissNotice(id)}
    >
      {text}
    </Notification>
  )
}
