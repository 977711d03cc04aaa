import {
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type Header,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import { columnUnit } from '../../lib/bytes'
import type { LayerRow, LayerTotals } from '../../lib/layer-rows'
import { actions, useApp } from '../../store'
import { RowSpacer } from '../../ui/RowSpacer'
import { useVirtualRows } from '../../ui/use-virtual-rows'
import { type Largest, layerColumns } from './columns'
import { TotalsRow } from './TotalsRow'

const ROW_HEIGHT = 26
const HEAD_HEIGHT = 36

interface LayersTableProps {
  readonly rows: LayerRow[]
  readonly totals: LayerTotals
  readonly largest: Largest
  readonly measured: boolean
}

/** Only rows in sight are in the page; spacers above and below keep the scroll bar honest. */
export function LayersTable({ rows, totals, largest, measured }: LayersTableProps) {
  const [sorting, setSorting] = useState<SortingState>([])
  const unit = columnUnit(rows.map((row) => row.decision?.packedWeightBytes ?? 0))
  const columns = useMemo(() => layerColumns(largest, measured, unit), [largest, measured, unit])
  const table = useReactTable({
    data: rows,
    columns,
    state: { sorting },
    onSortingChange: setSorting,
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
  )
  const headers = table.getHeaderGroups()[0]?.headers ?? []
  const width = headers.reduce((total, header) => total + (header.column.columnDef.meta?.width ?? 0), 0)
  return (
    <div className="layers-scroller" ref={scroller}>
      <table className="ui-table layers-table" style={{ minWidth: width }} aria-rowcount={sorted.length}>
        <colgroup>
          {headers.map((header) => (
            <col key={header.id} style={{ width: header.column.columnDef.meta?.width }} />
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
              <tr
                key={row.id}
                data-testid={`layer-row-${id}`}
                data-selectable
                data-selected={selected === id}
                aria-rowindex={index + 1}
                tabIndex={0}
                onClick={() => actions.reveal(id)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') actions.reveal(id)
                }}
              >
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} className={cell.column.columnDef.meta?.end ? 'ui-end' : undefined}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            )
          })}
          <RowSpacer height={below} />
        </tbody>
        <TotalsRow totals={totals} unit={unit} />
      </table>
    </div>
  )
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
      data-origin={meta?.origin}
    >
      <button type="button" className="layers-sort" onClick={header.column.getToggleSortingHandler()}>
        {meta?.origin === undefined ? null : (
          <small>
            {meta.origin}, {meta.unit}
          </small>
        )}
        <span>
          {flexRender(header.column.columnDef.header, header.getContext())}
          {direction === false ? '' : direction === 'asc' ? ' ▲' : ' ▼'}
        </span>
      </button>
    </th>
  )
}
