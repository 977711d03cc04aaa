import './settings.css'
import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { SettingsForm } from './SettingsForm'

export function SettingsButton() {
  const shown = useApp((state) => state.settingsShown)
  const title = t('settings:title')
  return (
    <Popover position="bottom-end" opened={shown} onChange={actions.showSettings} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={title}>
          <ActionIcon size={30} data-testid="settings" aria-label={title} onClick={() => actions.showSettings(!shown)}>
            <IconSettings size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={title} data-testid="settings-form">
        <SettingsForm />
      </Popover.Dropdown>
    </Popover>
  )
}
