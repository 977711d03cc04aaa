import './tuning.css'
import { Button, Popover } from '@mantine/core'
import { useEffect } from 'react'
import type { TuningState } from '#contract/tuning'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { TaskProgress } from '../../ui/TaskProgress'

/** In the high memory mode of Convscope's own engine: which of its choices rest on measured times, and measuring them. */
export function TuningControl() {
  const { profile, memory } = useApp((state) => state.configuration)
  const plan = useApp((state) => state.plan)
  const state = useApp((each) => each.tuningState)
  const progress = useApp((each) => each.tuningProgress)
  const shown = profile === 'convscope' && memory === 'high'
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new plan may rest on other times.
  useEffect(() => {
    if (shown) void actions.refreshTuning()
  }, [shown, plan])
  if (!shown) return null
  return (
    <Popover position="bottom-end" withArrow width={320}>
      <Popover.Target>
        <Button size="xs" variant="default" data-testid="tuning">
          {progress === null ? summary(state) : t('engine:measuring', { ...progress })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown data-testid="tuning-panel">
        <p className="tuning-text">{t('engine:explanation')}</p>
        {state === null ? null : (
          <p className="tuning-text">{t('engine:kept', { count: state.kept, path: state.path })}</p>
        )}
        {progress === null ? (
          <div className="tuning-actions">
            <Button
              size="xs"
              data-testid="tuning-start"
              disabled={state === null || state.measured === state.kernels}
              onClick={() => void actions.startTuning()}
            >
              {t('engine:start')}
            </Button>
            <Button
              size="xs"
              variant="default"
              data-testid="tuning-clear"
              disabled={state === null || state.kept === 0}
              onClick={() => void actions.clearTimings()}
            >
              {t('engine:clear')}
            </Button>
          </div>
        ) : (
          <>
            <TaskProgress label={t('engine:progress')} fraction={progress.done / Math.max(progress.kernels, 1)}>
              {t('engine:measuring', { ...progress })}
            </TaskProgress>
            <Button
              size="xs"
              variant="default"
              mt={8}
              data-testid="tuning-cancel"
              onClick={() => void actions.cancelTuning()}
            >
              {t('engine:cancel')}
            </Button>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function summary(state: TuningState | null): string {
  if (state === null || state.measured === 0) return t('engine:estimated')
  if (state.measured === state.kernels) return t('engine:measured')
  return t('engine:partly', { ...state })
}
