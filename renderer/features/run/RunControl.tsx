import './run.css'
import { ActionIcon, Button, Popover, Progress, Tooltip } from '@mantine/core'
import { IconPlayerPlayFilled, IconPlayerStopFilled, IconSettings } from '@tabler/icons-react'
import { ISA_LABELS, PHASE_LABELS } from '../../lib/labels'
import { actions, useApp } from '../../store'
import type { ActiveRun } from '../../store/state'
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
        <Tooltip label={obstacle ?? 'Run the model in Convscope’s own engine and measure its memory'}>
          <Button
            data-testid="run-button"
            // Stays focusable, so that the reason can be read.
            aria-disabled={obstacle !== null}
            {...(obstacle === null ? {} : { 'data-disabled': true })}
            leftSection={<IconPlayerPlayFilled size={13} />}
            onClick={() => {
              if (obstacle === null) void actions.startRun()
            }}
          >
            Run
          </Button>
        </Tooltip>
        <Popover position="bottom-end" trapFocus>
          <Popover.Target>
            <ActionIcon variant="default" size={30} aria-label="Run options" data-testid="run-options">
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
  if (host?.engineProblem !== undefined) return host.engineProblem.message
  const blocked = model?.nodes.find((node) => node.notRunnable !== undefined)
  if (blocked?.notRunnable !== undefined) return `${blocked.name}: ${blocked.notRunnable}`
  if (host !== null && !host.executableIsas.includes(isa)) {
    return `This machine cannot execute ${ISA_LABELS[isa]}: the plan stands, but Run needs an instruction set that it has.`
  }
  return null
}

function Running({ run }: { readonly run: ActiveRun }) {
  const percent = Math.round((run.progress?.fraction ?? 0) * 100)
  const phase = run.progress === null ? 'Starting' : PHASE_LABELS[run.progress.phase]
  return (
    <div className="run-control" role="status">
      <div className="run-progress">
        <span className="ui-number">
          {run.cancelling ? 'Cancelling' : phase} · {percent} %
        </span>
        <Progress value={percent} size="sm" aria-label="Run progress" />
      </div>
      <Button
        variant="default"
        data-testid="cancel-run"
        disabled={run.runId === null || run.cancelling}
        leftSection={<IconPlayerStopFilled size={13} />}
        onClick={() => void actions.cancelRun()}
      >
        Cancel
      </Button>
    </div>
  )
}
