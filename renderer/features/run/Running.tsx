// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { IconPlayerStopFilled } from '@tabler/icons-react'
import { t } from '../../i18n'
import { PHASE_LABELS } from '../../lib/labels'
import { actions } from '../../store'
import type { ActiveRun } from '../../store/state'
import { TaskProgress } from '../../ui/TaskProgress'

/** Phase, progress and time left of the run under way, and its end. */
export function Running({ run }: { readonly run: ActiveRun }) {
  const { progress, cancelling } = run
  return (
    <div className="run-control">
      <div className="run-progress">
        <TaskProgress
          label={t('run:progress')}
          fraction={progress?.fraction ?? 0}
          phase={progress?.phase ?? ''}
          ending={cancelling}
        >
          {cancelling ? t('run:cancelling') : progress === null ? t('run:starting') : PHASE_LABELS[progress.phase]}
        </TaskProgress>
      </div>
      <Button
        data-testid="cancel-run"
        className="run-cancel"
        aria-label={t('common:cancel')}
        title={t('common:cancel')}
        disabled={run.runId === null || cancelling}
        leftSection={<IconPlayerStopFilled size={13} />}
        onClick={() => void actions.cancelRun()}
      >
        {t('common:cancel')}
      </Button>
    </div>
  )
}
