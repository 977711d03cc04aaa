// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Arena, Placed } from '#contract/arena'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import { formatExactBytes } from '../../lib/bytes'
import { shapeText } from '../../lib/labels'
import { decisionsByNode } from '../../lib/layers/lookups'
import { aliveAt, stepOfNode } from '../../lib/timeline/playhead'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { LayerName } from '../../ui/LayerName'
import { Swatch } from '../../ui/Swatch'
import { placedColour } from './arena-colours'
import { placedTitle, poolName } from './arena-words'
import { WhyLarger } from './WhyLarger'

interface ArenaSideProps {
  readonly arena: Arena
  readonly model: ModelView
  readonly plan: Plan
  readonly origin: 'modelled' | 'measured'
  readonly selected: number | null
  readonly onSelect: (placed: number | null) => void
  /** Number of the growth that is looked at; null: none. */
  readonly growth: number | null
  readonly onGrowth: (growth: number | null) => void
}

/** Beside the drawing: what is selected, what is alive at the playhead, and why the pool is as large as it is. */
export function ArenaSide(props: ArenaSideProps) {
  const { arena, selected, onSelect } = props
  const placed = selected === null ? undefined : arena.placed[selected]
  return (
    <aside className="arena-side">
      {placed === undefined ? null : <Selected {...props} placed={placed} onClose={() => onSelect(null)} />}
      <AtPlayhead {...props} />
      <WhyLarger {...props} />
    </aside>
  )
}

interface SelectedProps extends ArenaSideProps {
  readonly placed: Placed
  readonly onClose: () => void
}

function Selected({ arena, model, plan, placed, onClose }: SelectedProps) {
  const { bytes, heldBytes, dims, node, until, pool, spans } = placed
  const [first] = spans
  const layer = (id: number | null, none: string) =>
    id === null ? (
      none
    ) : (
      <button type="button" className="ui-link" onClick={() => actions.reveal(id)}>
        <LayerName name={layerTitles(model.nodes)[id] ?? ''} />
      </button>
    )
  return (
    <section data-testid="arena-selected">
      <div className="arena-head">
        <Heading>
          <Swatch colour={placedColour(placed, decisionsByNode(plan)).fill} /> {t(`arena:kind.${placed.kind}`)}
        </Heading>
        <ActionIcon size={18} aria-label={t('arena:clearSelection')} onClick={onClose}>
          <IconX size={13} />
        </ActionIcon>
      </div>
      <p className="arena-name">{placedTitle(model, placed)}</p>
      <dl className="ui-facts">
        {dims.length === 0 ? null : (
          <>
            <dt>{t('arena:column.shape')}</dt>
            <dd>{shapeText(dims)}</dd>
          </>
        )}
        <dt>{t('arena:column.bytes')}</dt>
        <dd title={formatExactBytes(bytes)}>
          <b>
            <Bytes value={bytes} />
          </b>
          {heldBytes > bytes ? (
            <>
              {' '}
              · {t('arena:held')} <Bytes value={heldBytes} />
            </>
          ) : null}
        </dd>
        <dt>{t('arena:column.offset')}</dt>
        <dd>
          {spans.length > 1 ? t('arena:moves', { count: spans.length }) : formatExactBytes(first?.offset ?? 0)} ·{' '}
          {poolName(arena.pools[pool] as Arena['pools'][number])}
        </dd>
        <dt>{t('arena:column.producer')}</dt>
        <dd>{layer(node, t('arena:input'))}</dd>
        <dt>{t('arena:column.lastUse')}</dt>
        <dd>{layer(until, t('arena:stays'))}</dd>
      </dl>
    </section>
  )
}

/** Rows at most; the largest come first. */
const SHOWN = 24

function AtPlayhead({ arena, model, plan, selected, onSelect }: ArenaSideProps) {
  const playhead = useApp((state) => state.playhead)
  const step = playhead === null ? -1 : stepOfNode(arena.steps, playhead)
  const at = arena.steps[step]
  if (at === undefined) return null
  const alive = aliveAt(arena, step)
  return (
    <section data-testid="arena-alive" data-step={step} data-count={alive.length}>
      <Heading>{t('arena:alive', { layer: layerTitles(model.nodes)[at.node] ?? '' })}</Heading>
      <p className="arena-small">
        <b>
          <Bytes value={at.tensorBytes + at.workspaceBytes} />
        </b>{' '}
        <span className="ui-muted">{t('arena:aliveOf', { count: alive.length })}</span> <Bytes value={at.heldBytes} />
      </p>
      <ul className="arena-list">
        {alive.slice(0, SHOWN).map((index) => {
          const placed = arena.placed[index] as Placed
          return (
            <li key={index} data-selected={index === selected || undefined}>
              <Swatch colour={placedColour(placed, decisionsByNode(plan)).fill} />
              <button type="button" className="ui-link" onClick={() => onSelect(index)}>
                <LayerName name={placedTitle(model, placed)} />
              </button>
              <Bytes value={placed.bytes} />
            </li>
          )
        })}
        {alive.length > SHOWN ? <li className="ui-muted">{t('arena:more', { count: alive.length - SHOWN })}</li> : null}
      </ul>
    </section>
  )
}
