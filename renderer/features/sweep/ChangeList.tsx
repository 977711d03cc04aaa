// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { type ChangeGroup, changeGroups } from '#contract/change-groups'
import type { ModelView } from '#contract/model'
import { configurationAt, type Sweep, type SweepChange } from '#contract/sweep'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { kernelEdge } from '../../lib/layers/lookups'
import { actions, useProfiles } from '../../store'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { BytesDelta } from '../../ui/Bytes'
import { UnknownDifference } from '../../ui/UnknownDifference'
import { valueName } from './axis-names'

interface ChangeListProps {
  readonly model: ModelView
  readonly sweep: Sweep
  readonly shown: number | null
  readonly onPick: (change: number) => void
}

/** Where layers change their algorithm: how many, and by how much; one of them with its layers, those that are alike together. */
export function ChangeList({ model, sweep, shown, onPick }: ChangeListProps) {
  const { axis, points, changes, configuration } = sweep
  const { sessions = [] } = traitsOf(useProfiles(), configuration.profile)
  if (axis.kind === 'sessions') {
    const sharing = sessions.find(({ id }) => id === axis.sharing)
    return sharing === undefined ? null : <p className="sweep-note">{say(sharing.rule)}</p>
  }
  if (changes.length === 0) return <p className="sweep-note">{t('sweep:noChange')}</p>
  const name = (at: number) => valueName(axis, points[at]?.value ?? '')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls where the panel is low, so the keyboard must get there
    <ol className="sweep-changes" tabIndex={0}>
      {changes.map((change, index) => (
        <li key={change.to} data-testid="sweep-change" data-layers={change.layers.length}>
          <button
            type="button"
            className="sweep-change-head"
            aria-expanded={shown === index}
            onClick={() => onPick(index)}
          >
            {shown === index ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            <b>
              {name(change.from)} → {name(change.to)}
            </b>
            <span>{t('sweep:layers', { count: change.layers.length })}</span>
            {change.totalDelta === null ? <UnknownDifference /> : <BytesDelta value={change.totalDelta} arrow />}
          </button>
          {shown === index ? <Change model={model} sweep={sweep} change={change} /> : null}
        </li>
      ))}
    </ol>
  )
}

interface ChangeProps {
  readonly model: ModelView
  readonly sweep: Sweep
  readonly change: SweepChange
}

function Change({ model, sweep: { axis, points, configuration }, change }: ChangeProps) {
  const profiles = useProfiles()
  const groups = useMemo(() => changeGroups(change.layers), [change])
  const { settings } = traitsOf(profiles, configuration.profile)
  const at = (place: number) =>
    axis.kind === 'size' || axis.kind === 'sessions'
      ? null
      : configurationAt(configuration, axis, points[place]?.value ?? '', settings)
  const [a, b] = [at(change.from), at(change.to)]
  return (
    <div className="sweep-change">
      {groups.map((group) => (
        <Group key={group.layers[0]?.title} model={model} group={group} />
      ))}
      {a === null || b === null ? null : (
        <Button
          size="compact-xs"
          variant="default"
          data-testid="sweep-compare"
          onClick={() => void actions.compareConfigurations(a, b)}
        >
          {t('sweep:compare')}
        </Button>
      )}
    </div>
  )
}

/** Layers named of a group. */
const MOST_NAMED = 6

/** Layers that are alike and change in the same way; each can be gone to. */
function Group({ model, group }: { readonly model: ModelView; readonly group: ChangeGroup }) {
  const { shape, a, b, layers, packedWeightDelta, workspaceDelta } = group
  const [first] = layers
  const kernel = first?.node == null ? null : kernelEdge(model, first.node)
  return (
    <section className="sweep-group" data-testid="sweep-group">
      <div>
        <AlgorithmBadge algorithm={a.algorithm} unit={a.unit} kernel={kernel} />
        <span className="sweep-arrow">→</span>
        <AlgorithmBadge algorithm={b.algorithm} unit={b.unit} kernel={kernel} />
      </div>
      <span>{say({ id: 'layers.alike', count: layers.length, shape })}</span>
      <div className="sweep-deltas">
        <span>
          {t('sweep:packed')} <BytesDelta value={packedWeightDelta} />
        </span>
        <span>
          {t('sweep:workspace')} <BytesDelta value={workspaceDelta} />
        </span>
      </div>
      <div className="sweep-names">
        {layers.slice(0, MOST_NAMED).map(({ node, title }) => (
          <button key={title} type="button" onClick={() => node !== null && actions.reveal(node)}>
            {title}
          </button>
        ))}
        {layers.length > MOST_NAMED ? <span>{t('sweep:more', { count: layers.length - MOST_NAMED })}</span> : null}
      </div>
    </section>
  )
}
