// SPDX-License-Identifier: Apache-2.0
import './open.css'
import { Button, CloseButton } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Rich } from '../../ui/Rich'

/** The open model's file has been written anew, or is gone: what is shown is of the former one. */
export function FileChanged() {
  const model = useApp((state) => state.model)
  const changed = useApp((state) => state.fileChanged && state.opening === null)
  const gone = useApp((state) => state.fileGone && state.opening === null)
  if (model === null || !(changed || gone)) return null
  return (
    <div className="open-changed" role="status" data-testid="file-changed">
      <IconRefresh size={16} aria-hidden="true" />
      <span>
        <Rich text={t(gone ? 'open:gone' : 'open:changed', { name: model.fileName })} />
      </span>
      {gone ? null : <Reload />}
      <CloseButton size="sm" aria-label={t('common:dismiss')} onClick={actions.dismissFileChanged} />
    </div>
  )
}

function Reload() {
  return (
    <>
      <Button variant="filled" size="compact-xs" data-testid="reload" onClick={() => void actions.reload()}>
        {t('open:reload')}
      </Button>
      <Button size="compact-xs" onClick={() => void actions.changeSettings({ watch: true }).then(actions.reload)}>
        {t('open:alwaysReload')}
      </Button>
    </>
  )
}
