import { type ColumnUnit, formatCount } from '../../lib/bytes'
import { formatMilliseconds } from '../../lib/durations'
import type { LayerTotals } from '../../lib/layer-rows'
import { Bytes } from '../../ui/Bytes'

const REUSED = 'The largest: workspaces are reused from layer to layer, so they do not add up.'

interface TotalsRowProps {
  readonly totals: LayerTotals
  readonly unit: ColumnUnit
}

/** Sums of the rows shown; for workspaces, which do not add up, the largest. */
export function TotalsRow({ totals, unit }: TotalsRowProps) {
  const { measured } = totals
  return (
    <tfoot>
      <tr data-testid="layers-totals">
        <td colSpan={5}>Total of {formatCount(totals.layers)} layers</td>
        <td className="ui-end">
          <Bytes value={totals.weightBytes} unit={unit} />
        </td>
        <td className="ui-end">
          <Bytes value={totals.packedWeightBytes} unit={unit} />
        </td>
        <td className="ui-end" title={REUSED}>
          max <Bytes value={totals.largestWorkspaceBytes} unit={unit} />
        </td>
        {measured === null ? null : (
          <>
            <td className="ui-end">
              <Bytes value={measured.packedWeightBytes} unit={unit} />
            </td>
            <td className="ui-end" title={REUSED}>
              max <Bytes value={measured.largestWorkspaceBytes} unit={unit} />
            </td>
            <td className="ui-end ui-number">{formatMilliseconds(measured.durationNs)}</td>
          </>
        )}
      </tr>
    </tfoot>
  )
}
