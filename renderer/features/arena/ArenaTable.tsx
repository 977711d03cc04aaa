// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react'
import type { Arena, Placed } from '#contract/arena'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { grouped } from '#messages/figures'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import { shapeText } from '../../lib/labels'
import { decisionsByNode } from '../../lib/layers/lookups'
import { actions } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { RowSpacer } from '../../ui/RowSpacer'
import { Swatch } from '../../ui/Swatch'
import { useRowKeys } from '../../ui/use-row-keys'
import { useVirtualRows } from '../../ui/use-virtual-rows'
import { placedColour } from './arena-colours'
import { placedName, poolName } from './arena-words'

const ROW_HEIGHT = 26
const COLUMNS = ['kind', 'name', 'shape', 'bytes', 'pool', 'offset', 'first', 'last', 'producer', 'lastUse'] as const
const FIGURES: ReadonlySet<string> = new Set(['bytes', 'offset', 'first', 'last'])

interface ArenaTableProps {
  readonly arena: Arena
  readonly model: ModelView
  readonly plan: Plan
  readonly selected: number | null
  readonly onSelect: (placed: number) => void
}

/** The drawing in figures: every allocation, in the order in which they are made. */
export function ArenaTable({ arena, model, plan, selected, onSelect }: ArenaTableProps) {
  const titles = layerTitles(model.nodes)
  const decisions = useMemo(() => decisionsByNode(plan), [plan])
  const at = selected ?? -1
  const go = (index: number) => {
    onSelect(index)
    const { node = null, until = null } = arena.placed[index] ?? {}
    const shown = node ?? until
    if (shown !== null) actions.reveal(shown)
  }
  const count = arena.placed.length
  // Which one it is tells nothing where there is one.
  const several = arena.pools.length > 1
  const { scroller, indices, above, below } = useVirtualRows(count, ROW_HEIGHT, at, 2 * ROW_HEIGHT)
  const rowKeys = useRowKeys({ scroller, count, selected: at, indices, go })
  return (
    <div className="arena-scroller" ref={scroller}>
      <table className="ui-table" data-testid="arena-table" aria-rowcount={count}>
        <thead>
          <tr>
            {COLUMNS.filter((column) => column !== 'pool' || several).map((column) => (
              <th key={column} scope="col" className={FIGURES.has(column) ? 'ui-end' : undefined}>
                {t(`arena:column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <RowSpacer height={above} />
          {indices.map((index) => {
            const placed = arena.placed[index]
            if (placed === undefined) return null
            const { first, last, offset } = placesOf(placed)
            return (
              <tr
                key={index}
                data-selectable
                data-selected={index === selected}
                {...rowKeys(index)}
                onClick={() => go(index)}
              >
                <td>
                  <Swatch colour={placedColour(placed, decisions).fill} /> {t(`arena:kind.${placed.kind}`)}
                </td>
                <td className="arena-layer">
                  <LayerName name={placedName(model, placed)} />
                </td>
                <td>{placed.dims.length === 0 ? '' : shapeText(placed.dims)}</td>
                <td className="ui-end">
                  <Bytes value={placed.bytes} />
                </td>
                {several ? <td>{poolName(arena.pools[placed.pool] as Arena['pools'][number])}</td> : null}
                <td className="ui-end">{grouped(offset)}</td>
                <td className="ui-end">{first + 1}</td>
                <td className="ui-end">{last + 1}</td>
                <td className="arena-layer">
                  <LayerName name={placed.node === null ? t('arena:input') : (titles[placed.node] ?? '')} />
                </td>
                <td className="arena-layer">
                  <LayerName name={placed.until === null ? t('arena:stays') : (titles[placed.until] ?? '')} />
                </td>
              </tr>
            )
          })}
          <RowSpacer height={below} />
        </tbody>
      </table>
    </div>
  )
}

/** First and last step, from 0, and where it begins to lie. */
export function placesOf({ spans }: Placed): {
  readonly first: number
  readonly last: number
  readonly offset: number
} {
  const [begin] = spans
  const end = spans.at(-1)
  return { first: Math.floor(begin?.from ?? 0), last: Math.ceil(end?.to ?? 1) - 1, offset: begin?.offset ?? 0 }
}
