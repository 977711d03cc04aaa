// SPDX-License-Identifier: Apache-2.0

import { IconArrowsDiff } from '@tabler/icons-react'
import { useState } from 'react'
import type { Setting } from '#contract/configuration'
import { type Step, stepsOf } from '#contract/releases'
import { say, t } from '../../i18n'
import { actions } from '../../store'
import { BytesDelta } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { IconButton } from '../../ui/IconButton'
import type { LadderPoint } from './ladder-rows'
import { topicName } from './topic-name'

interface StepListProps {
  readonly points: readonly LadderPoint[]
  readonly setting: Setting | null
}

/** Changes below this share of the highest total are shown on demand. */
const SMALL = 0.01

/** Every release that changes something, oldest first: the rules in words, and the comparison at a press. */
export function StepList({ points, setting }: StepListProps) {
  const [all, showAll] = useState(false)
  const steps = stepsOf(points.map(({ release }) => release))
  const most = Math.max(...points.map(({ release }) => release.totalBytes))
  const large = steps.filter(({ bytes }) => Math.abs(bytes) >= SMALL * most)
  const small = steps.length - large.length
  return (
    <section>
      <Heading origin="modelled">{t('releases:steps')}</Heading>
      {steps.length === 0 ? <p className="releases-text">{t('releases:noSteps')}</p> : null}
      <ol className="releases-steps">
        {(all ? steps : large).map((step) => (
          <StepItem key={step.index} step={step} setting={setting} />
        ))}
      </ol>
      {small === 0 ? null : (
        <button
          type="button"
          className="ui-link releases-small"
          aria-expanded={all}
          data-testid="releases-small"
          onClick={() => showAll(!all)}
        >
          {all ? t('releases:onlyLarge') : t('releases:small', { count: small })}
        </button>
      )}
    </section>
  )
}

function StepItem({ step, setting }: { readonly step: Step; readonly setting: Setting | null }) {
  const { before, release, bytes } = step
  const names = { from: before.version, to: release.version }
  return (
    <li data-testid="releases-step" data-version={release.version} data-bytes={bytes}>
      <div className="releases-step-head">
        <b>{release.version}</b>
        <BytesDelta value={bytes} arrow />
        <IconButton
          label={t('releases:compare', names)}
          data-testid={`releases-compare-${release.version}`}
          onClick={() => void actions.compareConfigurations(before.configuration, release.configuration)}
        >
          <IconArrowsDiff size={14} />
        </IconButton>
      </div>
      {release.causes.map(({ topic, rule, bytes: share, layers }) => (
        <p key={topic} className="releases-text">
          <b>{topicName(topic, setting)}</b>
          {release.causes.length === 1 ? null : (
            <>
              {' '}
              <BytesDelta value={share} />
            </>
          )}
          {layers.length === 0 ? null : ` · ${t('releases:layers', { count: layers.length })}`}
          <br />
          {say(rule)}
        </p>
      ))}
    </li>
  )
}
