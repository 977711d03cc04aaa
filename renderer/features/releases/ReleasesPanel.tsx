// SPDX-License-Identifier: Apache-2.0
import './releases.css'
import { Button, Loader, SegmentedControl } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import type { Problem } from '#contract/errors'
import { say, t } from '../../i18n'
import { sameConfiguration, traitsOf } from '../../lib/configurations'
import { coversConfiguration } from '../../lib/ladders'
import { actions, useApp, usePanel, useProfiles } from '../../store'
import { Empty } from '../../ui/Empty'
import { Engines } from './Engines'
import { Ladders } from './Ladders'

/** What the model takes in every release of the engine and which rule changed it, or in every engine. */
export function ReleasesPanel() {
  const [left, setScope] = usePanel('releasesScope')
  const all = left === 'all'
  const scope = (
    <SegmentedControl
      aria-label={t('releases:scope.title')}
      data-testid="releases-scope"
      value={all ? 'all' : 'one'}
      data={[
        { value: 'one', label: t('releases:scope.one') },
        { value: 'all', label: t('releases:scope.all') },
      ]}
      onChange={setScope}
    />
  )
  return all ? <EveryEngine scope={scope} /> : <OneEngine scope={scope} />
}

interface ScopeProps {
  /** Switches between one engine and all. */
  readonly scope: ReactNode
}

function OneEngine({ scope }: ScopeProps) {
  const profiles = useProfiles()
  const model = useApp((state) => state.model)
  const configuration = useApp((state) => state.configuration)
  const ladders = useApp((state) => state.ladders)
  // What was given up or refused is asked for again by the user, or by another configuration.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another model, or under another configuration
  useEffect(() => void actions.askReleases(), [model, configuration])
  const covers = ladders !== null && coversConfiguration(profiles, ladders, configuration)
  if (model === null || !covers || ladders.answer === null) {
    return <Pending scope={scope} plans={ladders?.plans ?? 0} />
  }
  const { answer } = ladders
  if (!answer.ok) return <Failed scope={scope} problem={answer.problem} again={() => void actions.askReleases()} />
  if (answer.value.length === 0) {
    const engine = say(traitsOf(profiles, configuration.profile).label)
    return (
      <Framed scope={scope}>
        <Empty title={t('releases:noneTitle')}>{t('releases:none', { engine })}</Empty>
      </Framed>
    )
  }
  return <Ladders model={model} ladders={answer.value} scope={scope} />
}

function EveryEngine({ scope }: ScopeProps) {
  const model = useApp((state) => state.model)
  const configuration = useApp((state) => state.configuration)
  const engines = useApp((state) => state.engines)
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another model, or under another configuration
  useEffect(() => void actions.askEngines(), [model, configuration])
  const covers = engines !== null && sameConfiguration(engines.of, configuration)
  if (model === null || !covers || engines.answer === null) {
    return <Pending scope={scope} plans={engines?.plans ?? 0} />
  }
  const { answer } = engines
  if (!answer.ok) return <Failed scope={scope} problem={answer.problem} again={() => void actions.askEngines()} />
  return <Engines ladders={answer.value} configuration={configuration} scope={scope} />
}

function Framed({ scope, children }: ScopeProps & { readonly children: ReactNode }) {
  return (
    <div className="releases-main">
      <div className="releases-bar">{scope}</div>
      {children}
    </div>
  )
}

interface FailedProps extends ScopeProps {
  readonly problem: Problem
  readonly again: () => void
}

function Failed({ scope, problem, again }: FailedProps) {
  const cancelled = problem.code === 'cancelled'
  return (
    <Framed scope={scope}>
      <Empty
        title={t(cancelled ? 'releases:cancelledTitle' : 'releases:failedTitle')}
        action={
          <Button variant="default" data-testid="releases-again" onClick={again}>
            {t('releases:again')}
          </Button>
        }
      >
        {cancelled ? t('releases:cancelled') : say(problem.message)}
      </Empty>
    </Framed>
  )
}

function Pending({ scope, plans }: ScopeProps & { readonly plans: number }) {
  return (
    <Framed scope={scope}>
      <div className="releases-pending">
        <Loader size={14} />
        {t('releases:pending', { count: plans })}
        <Button variant="subtle" size="compact-xs" onClick={() => void actions.cancelReleases()}>
          {t('common:cancel')}
        </Button>
      </div>
    </Framed>
  )
}
