// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core'
import { IconFolderOpen, IconPlus, IconStack2 } from '@tabler/icons-react'
import { MOST_SIDES } from '#contract/comparison'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { documentSources, underOtherEngines } from '../../lib/sides'
import { actions, useApp, useProfiles } from '../../store'
import { selectSides } from '../../store/selectors'
import { KeepSideItem } from './KeepSideItem'
import { OfferedSides } from './OfferedSides'

/** More sides: the current configuration as it is or under other engines, kept plans and runs, opened documents. */
export function AddSide() {
  const full = useApp((state) => selectSides(state).length >= MOST_SIDES)
  return (
    <Menu position="bottom-start" width={340}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-xs"
          disabled={full}
          leftSection={<IconPlus size={13} />}
          data-testid="add-side"
        >
          {t('compare:sides.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="compare-add">
        <OfCurrent />
        <OfferedSides />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconFolderOpen size={14} />}
          data-testid="add-document"
          onClick={() => void openSides()}
        >
          {t('runs:open')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Whoever opens a document here wants what is in it. */
async function openSides(): Promise<void> {
  const opened = await actions.openDocument()
  if (opened !== null) actions.addSides(documentSources(opened))
}

function OfCurrent() {
  const profiles = useProfiles()
  const configuration = useApp((state) => state.configuration)
  const sides = useApp(selectSides)
  const engines = underOtherEngines(profiles, configuration, sides)
  return (
    <>
      <KeepSideItem />
      {engines.length === 0 ? null : (
        <>
          <Menu.Label>{t('compare:sides.engines')}</Menu.Label>
          {engines.map((source) => (
            <Menu.Item
              key={source.configuration.profile}
              data-testid={`add-engine-${source.configuration.profile}`}
              onClick={() => actions.addSides([source])}
            >
              {say(traitsOf(profiles, source.configuration.profile).label)}
            </Menu.Item>
          ))}
          {engines.length === 1 ? null : (
            <Menu.Item
              leftSection={<IconStack2 size={14} />}
              data-testid="add-every-engine"
              onClick={() => actions.addSides(engines)}
            >
              {t('compare:sides.everyEngine')}
            </Menu.Item>
          )}
        </>
      )}
    </>
  )
}
