// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { t } from '../i18n'
import { TaskProgress, type TaskProgressProps } from './TaskProgress'

interface TaskStripProps extends TaskProgressProps {
  /** Names strip and button for tests. */
  readonly task: 'open' | 'file'
  readonly onCancel: () => void
}

/** A strip on top of the window while something takes longer than a moment, with its Cancel. */
export function TaskStrip({ task, onCancel, ...progress }: TaskStripProps) {
  return (
    <div className="ui-task-strip" data-testid={`${task}-strip`}>
      <TaskProgress {...progress} />
      <Button size="compact-xs" data-testid={`cancel-${task}`} disabled={progress.ending === true} onClick={onCancel}>
        {t('common:cancel')}
      </Button>
    </div>
  )
}
