// SPDX-License-Identifier: Apache-2.0
import type { Header } from '@tanstack/react-table'
import type { LayerRow, LayerTotals } from '../../lib/layers/rows'

interface TotalsRowProps {
  readonly totals: LayerTotals
  readonly headers: readonly Header<LayerRow, unknown>[]
}

/** Sums of the rows shown; for workspaces, which do not add up, the largest. */
export function TotalsRow({ totals, headers }: TotalsRowProps) {
  return (
    <tfoot>
      <tr data-testid="layers-totals">
        {headers.map(({ id, column }) => {
          const { end, total, totalHint } = column.columnDef.meta ?? {}
          return (
            <td key={id} className={end ? 'ui-end ui-number' : undefined} title={totalHint} data-column={id}>
              {total?.(totals)}
            </td>
          )
        })}
      </tr>
    </tfoot>
  )
}
