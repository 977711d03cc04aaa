import { Button, Progress } from '@mantine/core'
import { IconPlayerStopFilled } from '@tabler/icons-react'
import { useRef } from 'react'
import type { RunPhase } from '#contract/timeline'
import { t } from '../../i18n'
import { PHASE_LABELS } from '../../lib/labels'
import { type ProgressPoint, timeLeft } from '../../lib/time-left'
import { actions } from '../../store'
import type { ActiveRun } from '../../store/state'

/** Phase, progress and time left of the run under way, and its end. */
export function Running({ run }: { readonly run: ActiveRun }) {
  const fraction = run.progress?.fraction ?? 0
  const percent = Math.round(fraction * 100)
  const phase = run.progress === null ? t('run:starting') : PHASE_LABELS[run.progress.phase]
  const left = useTimeLeft(run)
  return (
    <div className="run-control" role="status">
      <div className="run-progress">
        <span className="ui-number">
          {run.cancelling ? t('run:cancelling') : phase} · {percent} %
          {left === null || run.cancelling ? null : (
            <span data-testid="time-left"> · {t('run:left', { time: timeText(left) })}</span>
          )}
        </span>
        <Progress value={percent} size="sm" aria-label={t('run:progress')} />
      </div>
      <Button
        variant="default"
        data-testid="cancel-run"
        disabled={run.runId === null || run.cancelling}
        leftSection={<IconPlayerStopFilled size={13} />}
        onClick={() => void actions.cancelRun()}
      >
        {t('common:cancel')}
      </Button>
    </div>
  )
}

/** Measured from where this phase was first seen. */
function useTimeLeft({ progress }: ActiveRun): number | null {
  const since = useRef<{ readonly phase: RunPhase; readonly point: ProgressPoint } | null>(null)
  if (progress === null) return null
  const now = { at: Date.now(), fraction: progress.fraction }
  if (since.current?.phase !== progress.phase) since.current = { phase: progress.phase, point: now }
  return timeLeft(since.current.point, now)
}

function timeText(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return seconds < 60
    ? t('run:seconds', { count: seconds })
    : t('run:minutes', { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') })
}
