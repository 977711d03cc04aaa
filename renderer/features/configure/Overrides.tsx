// SPDX-License-Identifier: Apache-2.0
import './configure.css'
import { Button, Popover, Tooltip } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import { say, t } from '../../i18n'
import { useApp } from '../../store'
import { OverrideForm } from './OverrideForm'
import { OverrideList } from './OverrideList'

/** How many overrides are in force; opens their list and the form that adds one for a layer or a pattern of names. */
export function Overrides() {
  const [open, setOpen] = useState(false)
  const overrides = useApp((state) => state.configuration.overrides) ?? []
  const count = overrides.length
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-end" width={420}>
      <Popover.Target>
        <Tooltip label={t('configure:overrides.explained')} disabled={open}>
          <Button
            variant={count === 0 ? 'default' : 'light'}
            data-testid="overrides"
            leftSection={<IconWand size={15} />}
            px={8}
            className="configure-overrides-button"
            aria-label={t('configure:overrides.title')}
            onClick={() => setOpen(!open)}
          >
            {count === 0 ? (
              t('configure:overrides.none')
            ) : (
              <>
                <span className="configure-words">{say({ id: 'configuration.overrides', count })}</span>
                <span className="configure-count">{count}</span>
              </>
            )}
          </Button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="configure-overrides">
          <OverrideList overrides={overrides} />
          <OverrideForm overrides={overrides} />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
