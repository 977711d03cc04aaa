// SPDX-License-Identifier: Apache-2.0
import { Button, Notification } from '@mantine/core'
import { useEffect } from 'react'
import { t } from '../i18n'
import { actions, useApp } from '../store'
import type { Notice } from '../store/state'

const SUCCESS_STAYS_MS = 6000

/** Outcomes of exports, and of what can be taken back. A success leaves by itself, a failure stays until it is dismissed. */
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

function NoticeCard({ notice: { id, kind, text, step, file } }: { readonly notice: Notice }) {
  const isLast = useApp(({ undo }) => step !== undefined && undo.done.at(-1) === step)
  // A browser keeps what was saved itself.
  const showsFiles = useApp(({ host }) => host?.runtime.electron !== undefined)
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
      {text}{' '}
      {file !== undefined && showsFiles ? (
        <Button size="compact-xs" data-testid="notice-show" onClick={() => void actions.showFile(file)}>
          {t('app:showInFolder')}
        </Button>
      ) : null}
      {isLast ? (
        <Button
          size="compact-xs"
          data-testid="notice-undo"
          onClick={() => {
            actions.dismissNotice(id)
            void actions.undo()
          }}
        >
          {t('undo:back')}
        </Button>
      ) : null}
    </Notification>
  )
}
