// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Rich } from '../../ui/Rich'
import { TaskStrip } from '../../ui/TaskStrip'

/** A strip on top while a file is being opened. */
export function OpeningProgress() {
  const opening = useApp((state) => state.opening)
  if (opening === null) return null
  const { progress } = opening
  const stage = progress === null ? 'opening' : progress.stage
  return (
    <TaskStrip
      label={t('open:progress', { name: opening.name })}
      fraction={progress?.fraction ?? null}
      phase={stage}
      task="open"
      onCancel={() => void actions.cancelOpen()}
    >
      <Rich text={t(`open:stage.${stage}`, { name: opening.name })} />
    </TaskStrip>
  )
}
