// SPDX-License-Identifier: Apache-2.0
import {
  type Column,
  flexRender,
  functionalUpdate,
  getCoreRowModel,
  getSortedRowModel,
  type Header,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table'
import { type HTMLAttributes, memo, type ReactNode, useMemo } from 'react'
import { columnUnit } from '../../lib/bytes'
import type { LayerRow, LayerTotals } from '../../lib/layers/rows'
import { actions, useApp, usePanel } from '../../store'
import { selectMoment } from '../../store/selectors'
import { RowSpacer } from '../../ui/RowSpacer'
import { useRowKeys } from '../../ui/use-row-keys'
import { useUnchanged } from '../../ui/use-unchanged'
import { useVirtualRows } from '../../ui/use-virtual-rows'
import { type Largest, layerColumns } from './columns'
import { FollowPlayhead, HEAD_HEIGHT, ROW_HEIGHT } from './FollowPlayhead'
import { LAYER_COLUMNS, type LayerColumn } from './layer-table'
import { TableExport } from './TableExport'
import { TotalsRow } from './TotalsRow'

interface LayersTableProps {
  readonly rows: readonly LayerRow[]
  readonly totals: LayerTotals
  readonly hidden: readonly LayerColumn[]
}

/** Only rows in sight are in the page; spacers above and below keep the scroll bar honest. */
export function LayersTable({ rows, totals, hidden }: LayersTableProps) {
  const [sort, setSort] = usePanel('layersSort')
  const [top, setTop] = usePanel('layersScroll')
  const sorting = useMemo(() => sortingOf(sort), [sort])
  const overlay = useApp((state) => state.overlay?.fileName ?? null)
  const largest = useUnchanged(useMemo(() => largestOf(rows), [rows]))
  const unit = useMemo(() => columnUnit(rows.map(packedBytes)), [rows])
  const columns = useMemo(() => layerColumns(largest, totals, overlay, unit), [largest, totals, overlay, unit])
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((column) => [column, false])), [hidden])
  const table = useReactTable({
    data: rows as LayerRow[],
    columns,
    state: { sorting, columnVisibility },
    onSortingChange: (update) => setSort(sortText(functionalUpdate(update, sorting))),
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getRowId: (row) => String(row.node.id),
  })
  const sorted = table.getRowModel().rows
  const selected = useApp((state) => state.selected)
  const reveal = selected === null ? -1 : sorted.findIndex((row) => row.original.node.id === selected)
  const { scroller, indices, above, below } = useVirtualRows(
    sorted.length,
    ROW_HEIGHT,
    reveal,
    HEAD_HEIGHT + ROW_HEIGHT,
    top,
  )
  const rowKeys = useRowKeys({
    scroller,
    count: sorted.length,
    selected: reveal,
    indices,
    go(index) {
      const row = sorted[index]
      if (row !== undefined) actions.reveal(row.original.node.id)
    },
  })
  // The table keeps the list as long as columns are what they were.
  const visible = table.getVisibleLeafColumns()
  const headers = table.getHeaderGroups()[0]?.headers ?? []
  const width = headers.reduce((total, header) => total + (header.column.columnDef.meta?.width ?? 0), 0)
  return (
    <>
      <div
        className="layers-scroller"
        ref={scroller}
        onScrollEnd={(event) => setTop(Math.round(event.currentTarget.scrollTop))}
      >
        <FollowPlayhead rows={sorted} scroller={scroller} />
        <table className="ui-table layers-table" style={{ minWidth: width }} aria-rowcount={sorted.length}>
          <colgroup>
            {headers.map((header) => (
              // What room there is is the name's: what tells layers apart may be in its middle.
              <col
                key={header.id}
                {...(header.id === 'name' ? {} : { style: { width: header.column.columnDef.meta?.width } })}
              />
            ))}
          </colgroup>
          <thead>
            <tr>
              {headers.map((header) => (
                <HeaderCell key={header.id} header={header} />
              ))}
            </tr>
          </thead>
          <tbody>
            <RowSpacer height={above} />
            {indices.map((index) => {
              const row = sorted[index]
              if (row === undefined) return null
              const { id } = row.original.node
              return (
                <LayerTableRow key={row.id} node={id} selected={selected === id} keys={rowKeys(index)}>
                  <Cells row={row.original} columns={visible} />
                </LayerTableRow>
              )
            })}
            <RowSpacer height={below} />
          </tbody>
          <TotalsRow totals={totals} headers={headers} />
        </table>
      </div>
      <TableExport
        rows={sorted.map((row) => row.original)}
        columns={headers.map((header) => header.id as LayerColumn)}
      />
    </>
  )
}

interface CellsProps {
  readonly row: LayerRow
  readonly columns: readonly Column<LayerRow, unknown>[]
}

/**
 * The figures of a row, drawn anew when these change or what bars stand for. What a cell shows is called and not made a
 * component: of new columns every one would be another component, and its elements be taken away and made again.
 */
const Cells = memo(({ row, columns }: CellsProps) =>
  columns.map(({ id, columnDef: { meta } }) => (
    <td key={id} className={meta?.end ? 'ui-end' : undefined} data-column={id}>
      {meta?.look(row)}
    </td>
  )),
)

interface LayerTableRowProps {
  readonly node: number
  readonly selected: boolean
  readonly keys: HTMLAttributes<HTMLTableRowElement>
  readonly children: ReactNode
}

/** Takes from the store what the playhead says of it, so that moving that draws no other row anew. */
function LayerTableRow({ node, selected, keys, children }: LayerTableRowProps) {
  const moment = useApp((state) => selectMoment(state, node))
  return (
    <tr
      data-testid={`layer-row-${node}`}
      data-selectable
      data-selected={selected}
      data-moment={moment ?? undefined}
      {...keys}
      onClick={() => actions.reveal(node)}
    >
      {children}
    </tr>
  )
}

/** Of columns that there are. */
function sortingOf(text: string): SortingState {
  const [column, direction] = text.split(' ')
  const id = LAYER_COLUMNS.find((each) => each === column)
  return id === undefined ? [] : [{ id, desc: direction === 'desc' }]
}

function sortText([first]: SortingState): string {
  return first === undefined ? '' : `${first.id} ${first.desc ? 'desc' : 'asc'}`
}

function packedBytes({ decision }: LayerRow): number {
  return decision?.packedWeightBytes ?? 0
}

/** Of the rows shown: a filtered table compares what is in it. */
function largestOf(rows: readonly LayerRow[]): Largest {
  const largest = (figure: (row: LayerRow) => number | null | undefined, atLeast = 1) =>
    rows.reduce((most, row) => Math.max(most, figure(row) ?? 0), atLeast)
  return {
    packed: largest(packedBytes),
    workspace: largest(({ decision }) => decision?.workspaceBytes),
    macs: largest(({ decision }) => decision?.macs),
    durationNs: largest(({ measured }) => measured?.durationNs),
    // Of any unit: fractions too fill the bar.
    overlay: largest(({ overlay }) => (typeof overlay === 'number' ? Math.abs(overlay) : undefined), 0),
  }
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const

function HeaderCell({ header }: { readonly header: Header<LayerRow, unknown> }) {
  const direction = header.column.getIsSorted()
  const meta = header.column.columnDef.meta
  return (
    <th
      scope="col"
      className={meta?.end ? 'ui-end' : undefined}
      aria-sort={direction === false ? 'none' : ARIA_SORT[direction]}
      data-measured={meta?.measured || undefined}
      data-column={header.column.id}
    >
      <button type="button" className="layers-sort" onClick={header.column.getToggleSortingHandler()}>
        {meta?.origin === undefined ? null : <small title={meta.origin}>{meta.origin}</small>}
        <span>
          {flexRender(header.column.columnDef.header, header.getContext())}
          {direction === false ? '' : direction === 'asc' ? ' ▲' : ' ▼'}
        </span>
      </button>
    </th>
  )
}
