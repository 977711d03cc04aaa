// SPDX-License-Identifier: Apache-2.0
import type { HeldBlock } from '#contract/event-log'
import type { PlanPeak } from '#contract/plan'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { Swatch } from '../../ui/Swatch'
import { TensorRows } from './TensorRows'

const SHOWN = 40

interface AliveListProps {
  readonly blocks: readonly HeldBlock[] | null
  /** Of which tensors the activations are. */
  readonly peak?: PlanPeak | null
  /** The moment is that of `peak`: what is told of it needs no word of when. */
  readonly isNow?: boolean
}

/** Blocks held at one moment, the largest first; the rest in one line, so that the list adds up. */
export function AliveList({ blocks, peak = null, isNow = false }: AliveListProps) {
  const nodes = useApp((state) => state.model?.nodes)
  if (blocks === null) return <p className="ui-muted timeline-hint">{t('timeline:aliveUnknown')}</p>
  const rest = blocks.slice(SHOWN)
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <ul className="timeline-alive" data-testid="alive-list">
      {blocks.slice(0, SHOWN).map(({ node, category, bytes }) => {
        const name = nodes?.[node]?.name
        const row = (
          <li key={`${node}-${category}`} title={CATEGORY_LABELS[category]}>
            <Swatch colour={categoryColour(category)} />
            {name === undefined ? (
              <span>{CATEGORY_LABELS[category]}</span>
            ) : (
              <button type="button" className="ui-link" onClick={() => actions.reveal(node)}>
                <LayerName name={name} />
              </button>
            )}
            <Bytes value={bytes} />
          </li>
        )
        const isArena = category === 'activations' && name === undefined
        return isArena && peak !== null ? [row, <TensorRows key="tensors" peak={peak} isNow={isNow} />] : row
      })}
      {rest.length === 0 ? null : (
        <li className="ui-muted">{t('timeline:more', { count: rest.length, bytes: formatBytes(restBytes) })}</li>
      )}
    </ul>
  )
}
