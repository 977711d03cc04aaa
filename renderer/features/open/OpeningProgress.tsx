import './open.css'
import { Button, Progress } from '@mantine/core'
import { actions, useApp } from '../../store'

const STAGES = { reading: 'Reading', parsing: 'Parsing' } as const

/** A strip on top while a file is being opened. */
export function OpeningProgress() {
  const opening = useApp((state) => state.opening)
  if (opening === null) return null
  const { progress } = opening
  const label = progress === null ? 'Opening' : STAGES[progress.stage]
  const percent = progress === null ? 100 : Math.round(progress.fraction * 100)
  return (
    <div className="open-progress" role="status">
      <span>
        {label} <b>{opening.name}</b>…
      </span>
      <Progress
        value={percent}
        animated={progress === null}
        striped={progress === null}
        aria-label={`${label} the model`}
      />
      <Button variant="default" size="compact-xs" data-testid="cancel-open" onClick={() => void actions.cancelOpen()}>
        Cancel
      </Button>
    </div>
  )
}
