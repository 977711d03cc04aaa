import './open.css'
import { Button, Progress } from '@mantine/core'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Rich } from '../../ui/Rich'

/** A strip on top while a file is being opened. */
export function OpeningProgress() {
  const opening = useApp((state) => state.opening)
  if (opening === null) return null
  const { progress } = opening
  const stage = progress === null ? 'opening' : progress.stage
  const percent = progress === null ? 100 : Math.round(progress.fraction * 100)
  return (
    <div className="open-progress" role="status">
      <span>
        <Rich text={t(`open:stage.${stage}`, { name: opening.name })} />
      </span>
      <Progress
        value={percent}
        animated={progress === null}
        striped={progress === null}
        aria-label={t('open:progress', { name: opening.name })}
      />
      <Button variant="default" size="compact-xs" data-testid="cancel-open" onClick={() => void actions.cancelOpen()}>
        {t('common:cancel')}
      </Button>
    </div>
  )
}
