import './compare.css'
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconArrowsExchange, IconChevronDown, IconPinned, IconX } from '@tabler/icons-react'
import { configurationName } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'

/** Keeps the current configuration as A; once there is one, exchanges or drops it. */
export function KeepBaseline() {
  const profiles = useProfiles()
  const baseline = useApp((state) => state.baseline)
  return (
    <Button.Group>
      <Tooltip
        label={
          baseline === null
            ? 'Keep this configuration as the baseline A, then change it to compare'
            : `A is ${configurationName(profiles, baseline)}. Press to keep the current configuration as A instead.`
        }
      >
        <Button
          variant="default"
          data-testid="keep-a"
          leftSection={<IconPinned size={14} />}
          onClick={actions.keepAsBaseline}
        >
          Keep as A
        </Button>
      </Tooltip>
      {baseline === null ? null : (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label="Baseline A">
              <IconChevronDown size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>A: {configurationName(profiles, baseline)}</Menu.Label>
            <Menu.Item leftSection={<IconArrowsExchange size={14} />} onClick={() => void actions.swap()}>
              Exchange A and B
            </Menu.Item>
            <Menu.Item leftSection={<IconX size={14} />} onClick={actions.dropBaseline}>
              Forget A
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Button.Group>
  )
}
