// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'react'
import type { ModelView } from '#contract/model'
import { isUnknown, type Plan } from '#contract/plan'
import { grouped, percent } from '#messages/figures'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { RowSpacer } from '../../ui/RowSpacer'
import { Swatch } from '../../ui/Swatch'
import { useRowKeys } from '../../ui/use-row-keys'
import { useVirtualRows } from '../../ui/use-virtual-rows'
import { partColour } from './map-colours'
import { groupName, ownerName, partAlgorithm, partName } from './map-words'
import type { MapPart } from './memory-map'
import { largestFirst } from './parts-table'

const ROW_HEIGHT = 26
const COLUMNS = ['group', 'stage', 'layer', 'part', 'algorithm', 'bytes', 'share'] as const

interface MapTableProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly parts: readonly MapPart[]
}

/** The map in figures: every part, the largest first, and what is not known at the end. */
export function MapTable({ model, plan, parts }: MapTableProps) {
  const rows = useMemo(() => largestFirst(parts), [parts])
  const selected = useApp((state) => state.selected)
  const [row, setRow] = useState(-1)
  // A layer has several rows, and some rows have no layer: the row that the cursor went to is kept while it fits.
  const fits = row in rows && (rows[row]?.shows ?? selected) === selected
  const at = fits ? row : selected === null ? -1 : rows.findIndex(({ shows }) => shows === selected)
  const go = (index: number) => {
    setRow(index)
    const shows = rows[index]?.shows
    if (shows != null) actions.reveal(shows)
  }
  const { scroller, indices, above, below } = useVirtualRows(rows.length, ROW_HEIGHT, at, 2 * ROW_HEIGHT)
  const rowKeys = useRowKeys({
    scroller,
    count: rows.length,
    selected: at,
    indices,
    go,
  })
  return (
    <div className="map-scroller" ref={scroller}>
      <table className="ui-table" data-testid="map-table" aria-rowcount={rows.length}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={isFigure(column) ? 'ui-end' : undefined}>
                {t(`map:column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <RowSpacer height={above} />
          {indices.map((index) => {
            const part = rows[index]
            if (part === undefined) return null
            return (
              <tr
                key={part.id}
                data-selectable={part.shows !== null || undefined}
                data-selected={index === at || (part.shows !== null && part.shows === selected)}
                {...rowKeys(index)}
                onClick={() => go(index)}
              >
                <td>
                  <Swatch colour={partColour(part).fill} /> {groupName(part.group)}
                </td>
                <td>{part.stage}</td>
                <td className="map-layer">
                  <LayerName name={ownerName(model, part) ?? ''} />
                </td>
                <td>{partName(part)}</td>
                <td>
                  {partAlgorithm(model, part)}
                  {part.whatIf ? ` (${t('map:whatIf')})` : ''}
                </td>
                <td className="ui-end">
                  <Bytes value={part.bytes} />
                </td>
                <td className="ui-end">{percent(part.bytes / plan.totalBytes)}</td>
              </tr>
            )
          })}
          <RowSpacer height={below} />
          <Unknown model={model} plan={plan} />
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={5}>{t('map:parts', { count: rows.length, formatted: grouped(rows.length) })}</td>
            <td className="ui-end">
              <Bytes value={plan.totalBytes} />
            </td>
            <td className="ui-end">{percent(1)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function isFigure(column: (typeof COLUMNS)[number]): boolean {
  return column === 'bytes' || column === 'share'
}

/** Layers and nodes that are in no figure. */
function Unknown({ model, plan }: Pick<MapTableProps, 'model' | 'plan'>) {
  const titles = layerTitles(model.nodes)
  const nodes = [...plan.decisions.filter(isUnknown).map(({ node }) => node), ...plan.leftOut]
  return nodes.map((node) => (
    <tr key={node} data-selectable onClick={() => actions.reveal(node)}>
      <td />
      <td />
      <td className="map-layer">
        <button type="button" className="ui-link" onClick={() => actions.reveal(node)}>
          {titles[node]}
        </button>
      </td>
      <td colSpan={2} />
      <td className="ui-end ui-amber">
        <Bytes value={null} />
      </td>
      <td />
    </tr>
  ))
}
