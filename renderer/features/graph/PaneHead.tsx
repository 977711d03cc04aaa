// SPDX-License-Identifier: Apache-2.0
import './graph-panes.css'
import { IconLink, IconUnlink, IconX } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, usePanel } from '../../store'
import type { ModelPair } from '../../store/selectors'
import type { GraphName } from '../../store/state'
import { IconButton } from '../../ui/IconButton'
import { SideLetter } from '../../ui/SideLetter'

interface PaneHeadProps {
  readonly pair: ModelPair
  readonly of: GraphName
  readonly fileName: string
}

/** Whose graph it is, and how many of its operations differ; a click goes to the next of them. */
export function PaneHead({ pair, of, fileName }: PaneHeadProps) {
  const letter = pair.letters[of]
  const isA = (of === 'beside') === (pair.beside === 'a')
  const kinds = [isA ? 'removed' : 'added', 'changed'] as const
  return (
    <header className="graph-pane-head" data-testid={`graph-head-${letter.toLowerCase()}`}>
      <SideLetter letter={letter} />
      <b title={fileName}>{fileName}</b>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          className="graph-pane-count"
          data-testid={`graph-${letter.toLowerCase()}-${kind}`}
          disabled={pair.diff.counts[kind] === 0}
          title={t('graph:beside.next')}
          onClick={() => actions.goToDifference('next', kind)}
        >
          <span className="graph-pane-mark" data-difference={kind} aria-hidden="true" />
          <span className="ui-number">{pair.diff.counts[kind]}</span> {t(`compare:models.${kind}`, { letter })}
        </button>
      ))}
      <span className="graph-pane-gap" />
      {isA ? null : <PairControls />}
    </header>
  )
}

function PairControls() {
  const [together, setTogether] = usePanel('graphTogether')
  const [, setBeside] = usePanel('graphBeside')
  const Icon = together ? IconLink : IconUnlink
  return (
    <>
      <IconButton
        label={t(together ? 'graph:beside.apart' : 'graph:beside.together')}
        data-testid="graph-together"
        size={22}
        aria-pressed={together}
        {...(together ? { variant: 'light', color: 'indigo' } : {})}
        onClick={() => setTogether(!together)}
      >
        <Icon size={14} />
      </IconButton>
      <IconButton label={t('graph:beside.close')} data-testid="graph-one" size={22} onClick={() => setBeside(false)}>
        <IconX size={14} />
      </IconButton>
    </>
  )
}
