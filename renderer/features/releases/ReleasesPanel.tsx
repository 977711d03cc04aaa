// SPDX-License-Identifier: Apache-2.0
import './releases.css'
import { Button, Loader } from '@mantine/core'
import { useEffect } from 'react'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { coversConfiguration } from '../../lib/ladders'
import { actions, useApp, useProfiles } from '../../store'
import { Empty } from '../../ui/Empty'
import { Ladders } from './Ladders'

/** What the model takes in every release of the engine, and which rule changed it. */
export function ReleasesPanel() {
  const profiles = useProfiles()
  const model = useApp((state) => state.model)
  const configuration = useApp((state) => state.configuration)
  const ladders = useApp((state) => state.ladders)
  // What was given up or refused is asked for again by the user, or by another configuration.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another model, or under another configuration
  useEffect(() => void actions.askReleases(), [model, configuration])
  const covers = ladders !== null && coversConfiguration(profiles, ladders, configuration)
  if (model === null || !covers || ladders.answer === null) return <Pending />
  const { answer } = ladders
  if (!answer.ok) {
    const cancelled = answer.problem.code === 'cancelled'
    return (
      <Empty
        title={t(cancelled ? 'releases:cancelledTitle' : 'releases:failedTitle')}
        action={
          <Button variant="default" data-testid="releases-again" onClick={() => void actions.askReleases()}>
            {t('releases:again')}
          </Button>
        }
      >
        {cancelled ? t('releases:cancelled') : say(answer.problem.message)}
      </Empty>
    )
  }
  if (answer.value.length === 0) {
    const engine = say(traitsOf(profiles, configuration.profile).label)
    return <Empty title={t('releases:noneTitle')}>{t('releases:none', { engine })}</Empty>
  }
  return <Ladders model={model} ladders={answer.value} />
}

function Pending() {
  const plans = useApp((state) => state.ladders?.plans ?? 0)
  return (
    <div className="releases-pending">
      <Loader size={14} />
      {t('releases:pending', { count: plans })}
      <Button variant="subtle" size="compact-xs" onClick={() => void actions.cancelReleases()}>
        {t('common:cancel')}
      </Button>
    </div>
  )
}
