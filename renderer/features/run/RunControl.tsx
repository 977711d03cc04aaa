// SPDX-License-Identifier: Apache-2.0
import './run.css'
import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core'
import { IconPlayerPlayFilled, IconSettings } from '@tabler/icons-react'
import { ISA_NAMES } from '#messages/terms'
import { say, t } from '../../i18n'

import { actions, useApp } from '../../store'
import { blockingNode } from './blocking-node'
import { Running } from './Running'
import { RunOptionsForm } from './RunOptionsForm'

/** Run with its options, or Cancel and progress while one is under way. */
export function RunControl() {
  const run = useApp((state) => state.run)
  return run === null ? <Start /> : <Running run={run} />
}

function Start() {
  const obstacle = useObstacle()
  return (
    <div className="run-control">
      <Button.Group>
        <Tooltip label={obstacle ?? t('run:hint')}>
          <Button
            variant="filled"
            data-testid="run-button"
            // Stays focusable, so that the reason can be read.
            aria-disabled={obstacle !== null}
            {...(obstacle === null ? {} : { 'data-disabled': true })}
            leftSection={<IconPlayerPlayFilled size={13} />}
            onClick={() => {
              if (obstacle === null) void actions.startRun()
            }}
          >
            {t('run:run')}
          </Button>
        </Tooltip>
        <Popover position="bottom-end" trapFocus>
          <Popover.Target>
            <ActionIcon variant="default" size={30} aria-label={t('run:options')} data-testid="run-options">
              <IconSettings size={15} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <RunOptionsForm />
          </Popover.Dropdown>
        </Popover>
      </Button.Group>
    </div>
  )
}

/** Why nothing can be run now, one sentence; null where it can. */
function useObstacle(): string | null {
  const host = useApp((state) => state.host)
  const model = useApp((state) => state.model)
  const isa = useApp((state) => state.configuration.isa)
  if (host !== null && host.engine.problem !== null) return say(host.engine.problem.message)
  const blocked = model === null ? null : blockingNode(model)
  if (blocked?.notRunnable !== undefined) {
    const { name, sourceOp: op, notRunnable: reason } = blocked
    return say({ id: 'problem.run.cannotExecute', nodes: [{ name, op, reason }], more: 0 })
  }
  if (host !== null && !host.engine.executableIsas.includes(isa)) {
    return t('run:cannotExecute', { isa: ISA_NAMES[isa] })
  }
  return null
}
