// SPDX-License-Identifier: Apache-2.0
import './settings.css'
import { Popover } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { IconButton } from '../../ui/IconButton'
import { SettingsForm } from './SettingsForm'

export function SettingsButton() {
  const shown = useApp((state) => state.settingsShown)
  const title = t('settings:title')
  return (
    <Popover position="bottom-end" opened={shown} onChange={actions.showSettings} trapFocus returnFocus>
      <Popover.Target>
        <IconButton label={title} size={30} data-testid="settings" onClick={() => actions.showSettings(!shown)}>
          <IconSettings size={17} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={title} data-testid="settings-form">
        <SettingsForm />
      </Popover.Dropdown>
    </Popover>
  )
}
