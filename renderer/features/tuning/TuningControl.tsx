// SPDX-License-Identifier: Apache-2.0
import './tuning.css'
import { Button, Popover } from '@mantine/core'
import { useEffect } from 'react'
import type { TuningState } from '#contract/tuning'
import { t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { actions, useApp, useProfiles } from '../../store'
import { TaskProgress } from '../../ui/TaskProgress'

/** Where measured times decide: which of the plan's choices rest on them, and measuring the others. */
export function TuningControl() {
  const profiles = useProfiles()
  const { profile, settings } = useApp((state) => state.configuration)
  const plan = useApp((state) => state.plan)
  const state = useApp((each) => each.tuningState)
  const progress = useApp((each) => each.tuningProgress)
  const { measuredUnder } = traitsOf(profiles, profile)
  const shown =
    measuredUnder !== undefined && Object.entries(measuredUnder).every(([id, value]) => settings[id] === value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new plan may rest on other times.
  useEffect(() => {
    if (shown) void actions.refreshTuning()
  }, [shown, plan])
  if (!shown) return null
  return (
    <Popover position="bottom-end" withArrow width={320}>
      <Popover.Target>
        <Button data-testid="tuning">
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
              variant="filled"
              data-testid="tuning-start"
              disabled={state === null || state.measured === state.kernels}
              onClick={() => void actions.startTuning()}
            >
              {t('engine:start')}
            </Button>
            <Button
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
            <Button mt={8} data-testid="tuning-cancel" onClick={() => void actions.cancelTuning()}>
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
