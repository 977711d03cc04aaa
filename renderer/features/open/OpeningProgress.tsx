import './open.css'
import { Button } from '@mantine/core'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Rich } from '../../ui/Rich'
import { TaskProgress } from '../../ui/TaskProgress'

/** A strip on top while a file is being opened. */
export function OpeningProgress() {
  const opening = useApp((state) => state.opening)
  if (opening === null) return null
  const { progress } = opening
  const stage = progress === null ? 'opening' : progress.stage
  return (
    <div className="open-progress">
      <TaskProgress
        label={t('open:progress', { name: opening.name })}
        fraction={progress?.fraction ?? null}
        phase={stage}
      >
        <Rich text={t(`open:stage.${stage}`, { name: opening.name })} />
      </TaskProgress>
      <Button variant="default" size="compact-xs" data-testid="cancel-open" onClick={() => void actions.cancelOpen()}>
        {t('common:cancel')}
      </Button>
    </div>
  )
}
