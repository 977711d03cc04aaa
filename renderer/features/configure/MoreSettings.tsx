// SPDX-License-Identifier: Apache-2.0
import { Button, Popover } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useState } from 'react'
import { type Setting, settingValue } from '#contract/configuration'
import { t } from '../../i18n'
import { useApp } from '../../store'
import { SettingSelect } from './SettingControls'

/** Settings of an engine that has more of them than the bar has room for; tells how many do not have their default. */
export function MoreSettings({ settings }: { readonly settings: readonly Setting[] }) {
  const [open, setOpen] = useState(false)
  const configuration = useApp((state) => state.configuration)
  const count = settings.filter((setting) => settingValue(setting, configuration) !== setting.default).length
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-end" width={380}>
      <Popover.Target>
        <Button
          variant={count === 0 ? 'default' : 'light'}
          data-testid="more-settings"
          leftSection={<IconAdjustmentsHorizontal size={15} />}
          px={8}
          className="configure-more-button"
          aria-label={t('configure:more')}
          title={t('configure:more')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {count === 0 ? (
            t('configure:more')
          ) : (
            <>
              <span className="configure-words">{t('configure:moreChanged', { count })}</span>
              <span className="configure-count">{count}</span>
            </>
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="configure-more">
          {settings.map((setting) => (
            <SettingSelect key={setting.id} setting={setting} inside />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
