// SPDX-License-Identifier: Apache-2.0
import './compare.css'
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconArrowsExchange, IconChevronDown, IconFiles, IconPinned, IconX } from '@tabler/icons-react'
import { t } from '../../i18n'
import { configurationName } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import { KeepSideItem } from './KeepSideItem'

/** Keeps the current configuration as A; once there is one, exchanges or drops it, or keeps one side more. */
export function KeepBaseline() {
  const profiles = useProfiles()
  const baseline = useApp((state) => state.baseline)
  return (
    <Button.Group>
      <Tooltip
        label={
          baseline === null
            ? t('compare:keepHint')
            : t('compare:keepInstead', { configuration: configurationName(profiles, baseline) })
        }
      >
        <Button
          variant="default"
          data-testid="keep-a"
          className="compare-keep-button"
          aria-label={t('compare:keepAsA')}
          leftSection={<IconPinned size={14} />}
          onClick={actions.keepAsBaseline}
        >
          {t('compare:keepAsA')}
        </Button>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t('compare:baseline')} data-testid="baseline-menu">
            <IconChevronDown size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFiles size={14} />}
            data-testid="compare-file"
            onClick={() => void actions.compareWithFile()}
          >
            {t('compare:withFile')}
          </Menu.Item>
          {baseline === null ? null : (
            <>
              <Menu.Label>
                {t('compare:baselineIs', { configuration: configurationName(profiles, baseline) })}
              </Menu.Label>
              <KeepSideItem />
              <Menu.Item leftSection={<IconArrowsExchange size={14} />} onClick={() => void actions.swap()}>
                {t('compare:exchange')}
              </Menu.Item>
              <Menu.Item leftSection={<IconX size={14} />} onClick={actions.dropBaseline}>
                {t('compare:forget')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  )
}
