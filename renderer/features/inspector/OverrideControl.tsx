// SPDX-License-Identifier: Apache-2.0
import { Select } from '@mantine/core'
import { IconRotate } from '@tabler/icons-react'
import { useState } from 'react'
import type { Override } from '#contract/configuration'
import type { Problem } from '#contract/errors'
import type { Candidate, Decision } from '#contract/plan'
import { say, t } from '../../i18n'
import { formatBytesDelta } from '../../lib/bytes'
import { algorithmName } from '../../lib/labels'
import { choiceKey, forcibleCandidates, withoutLayer } from '../../lib/overrides'
import { actions, useApp } from '../../store'
import { Heading } from '../../ui/Heading'
import { IconButton } from '../../ui/IconButton'

interface OverrideControlProps {
  readonly name: string
  readonly decision: Decision
  readonly kernel: number | null
}

const OWN = ''

/** Forces the layer's algorithm, or leaves it to the engine; what the engine cannot run is there, but refused. */
export function OverrideControl({ name, decision, kernel }: OverrideControlProps) {
  const configuration = useApp((state) => state.configuration)
  const [problem, setProblem] = useState<Problem | null>(null)
  const own = configuration.overrides?.findLast(({ layers }) => layers === name)
  const set = async (override: Override | null) => {
    const others = withoutLayer(configuration, name)
    setProblem(await actions.override(override === null ? others : [...others, override]))
  }
  const candidates = forcibleCandidates(decision)
  const options = candidates.map((candidate) => ({
    value: choiceKey(candidate.algorithm, candidate.unit),
    label: optionLabel(candidate, decision, kernel),
  }))
  return (
    <section>
      <Heading>{t('advice:override.title')}</Heading>
      <div className="inspector-override">
        <Select
          flex={1}
          aria-label={t('advice:override.title')}
          data-testid="override-select"
          data={[{ value: OWN, label: t('advice:override.own') }, ...options]}
          value={own === undefined ? OWN : choiceKey(own.algorithm, own.unit)}
          onChange={(value) => {
            const wanted = candidates.find(({ algorithm, unit }) => choiceKey(algorithm, unit) === value)
            void set(wanted === undefined ? null : overrideOf(name, wanted))
          }}
        />
        {own === undefined ? null : (
          <IconButton
            label={t('advice:override.reset')}
            variant="default"
            size={30}
            data-testid="override-reset"
            onClick={() => void set(null)}
          >
            <IconRotate size={14} />
          </IconButton>
        )}
      </div>
      {problem === null ? null : (
        <p className="inspector-reason inspector-warnings" role="alert" data-testid="override-problem">
          {say(problem.message)}
        </p>
      )}
    </section>
  )
}

function overrideOf(layers: string, { algorithm, unit }: Candidate): Override {
  return { layers, algorithm, ...(unit === null ? {} : { unit }) }
}

/** With what it changes against what the layer has now. */
function optionLabel(candidate: Candidate, decision: Decision, kernel: number | null): string {
  const name = algorithmName(candidate.algorithm, candidate.unit, kernel)
  if (candidate.packedWeightBytes === null) return t('advice:override.impossible', { name })
  if (candidate.verdict === 'chosen') return t('advice:override.current', { name })
  const bytes = formatBytesDelta(candidate.packedWeightBytes - (decision.packedWeightBytes ?? 0))
  const [time, own] = timesOf(candidate, decision)
  if (time === null || !own) return `${name} · ${bytes}`
  const times = (time / own).toFixed(2)
  return t('advice:override.option', { name, bytes, times })
}

/** In one unit: nanoseconds where both are modelled, else operations. */
function timesOf(candidate: Candidate, decision: Decision): readonly [number | null, number | null] {
  const [time = null, own = null] = [candidate.nanoseconds, decision.nanoseconds]
  return time !== null && own !== null ? [time, own] : [candidate.operations, decision.operations]
}
