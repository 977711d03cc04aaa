// SPDX-License-Identifier: Apache-2.0
import './sweep.css'
import { Button } from '@mantine/core'
import { say, t } from '../../i18n'
import { configurationKey } from '../../lib/configurations'
import { configurationName } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import type { SweepState } from '../../store/state'
import { Empty } from '../../ui/Empty'
import { TaskProgress } from '../../ui/TaskProgress'
import { axisTitle } from './axis-names'
import { SweepForm } from './SweepForm'
import { SweepResult } from './SweepResult'

/** Memory against a size of the inputs, threads or a setting, and where algorithms change. */
export function SweepPanel() {
  const model = useApp((state) => state.model)
  const sweep = useApp((state) => state.sweep)
  if (model === null) return <Empty title={t('sweep:title')}>{t('sweep:lead')}</Empty>
  return (
    <div className="sweep" data-testid="sweep-panel">
      <SweepForm key={model.id} model={model} />
      {sweep === null ? (
        <Empty title={t('sweep:title')}>{t('sweep:lead')}</Empty>
      ) : sweep.answer === null ? (
        <Pending sweep={sweep} />
      ) : sweep.answer.ok ? (
        <>
          <MadeUnder sweep={sweep} />
          <SweepResult model={model} sweep={sweep.answer.value} />
        </>
      ) : sweep.answer.problem.code === 'cancelled' ? (
        <Empty title={t('sweep:title')}>{t('sweep:lead')}</Empty>
      ) : (
        <Empty title={t('sweep:failed')}>{say(sweep.answer.problem.message)}</Empty>
      )}
    </div>
  )
}

function Pending({ sweep: { request, done } }: { readonly sweep: SweepState }) {
  const { axis } = request
  const points = axis.values.length
  const label = t('sweep:planning', { axis: axisTitle(axis) })
  return (
    <div className="sweep-pending" data-testid="sweep-pending">
      <TaskProgress label={label} fraction={points === 0 ? null : Math.min(1, done / points)}>
        {label}
      </TaskProgress>
      <Button size="compact-xs" data-testid="sweep-cancel" onClick={() => void actions.cancelSweep()}>
        {t('common:cancel')}
      </Button>
    </div>
  )
}

/** Where the configuration has been changed since. */
function MadeUnder({ sweep: { request } }: { readonly sweep: SweepState }) {
  const profiles = useProfiles()
  const configuration = useApp((state) => state.configuration)
  if (configurationKey(configuration) === configurationKey(request.configuration)) return null
  return (
    <p className="sweep-note">
      {t('sweep:madeUnder', { configuration: configurationName(profiles, request.configuration) })}{' '}
      <Button
        size="compact-xs"
        variant="default"
        data-testid="sweep-again"
        onClick={() => void actions.askSweep(request.axis, request.resized)}
      >
        {t('sweep:again')}
      </Button>
    </p>
  )
}
