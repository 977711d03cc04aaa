import { createColumnHelper, type RowData } from '@tanstack/react-table'
import type { ColumnUnit } from '../../lib/bytes'
import { formatMilliseconds } from '../../lib/durations'
import type { LayerRow } from '../../lib/layer-rows'
import { algorithmColour } from '../../lib/palette'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes } from '../../ui/Bytes'
import { SizeBar } from '../../ui/SizeBar'

declare module '@tanstack/react-table' {
  interface ColumnMeta<TData extends RowData, TValue> {
    readonly end?: boolean
    readonly width: number
    /** Above the heading: where the figures come from, and their unit. */
    readonly origin?: 'in the file' | 'modelled' | 'measured'
    readonly unit?: ColumnUnit | 'ms'
  }
}

export interface Largest {
  readonly packed: number
  readonly workspace: number
}

const column = createColumnHelper<LayerRow>()

/** Columns of the layers table, sizes in `unit`; the measured ones once there is a run. */
export function layerColumns(largest: Largest, measured: boolean, unit: ColumnUnit) {
  return [
    column.accessor((row) => row.node.id, {
      id: 'index',
      header: '#',
      meta: { width: 42, end: true },
    }),
    column.accessor((row) => row.node.name, {
      id: 'name',
      header: 'Name',
      cell: ({ getValue }) => <span title={getValue()}>{getValue()}</span>,
      meta: { width: 150 },
    }),
    column.accessor((row) => row.node.op, { id: 'op', header: 'Op', meta: { width: 66 } }),
    column.accessor((row) => row.elements, {
      id: 'shape',
      header: 'Output',
      cell: ({ row }) => row.original.shape,
      meta: { width: 120, end: true },
    }),
    column.accessor((row) => row.algorithm, {
      id: 'algorithm',
      header: 'Algorithm',
      cell: ({ row: { original } }) =>
        original.decision === null ? null : (
          <AlgorithmBadge
            algorithm={original.decision.algorithm}
            unit={original.decision.unit}
            kernel={original.kernel}
          />
        ),
      meta: { width: 134 },
    }),
    column.accessor((row) => row.decision?.weightBytes, {
      id: 'weights',
      header: 'Weights',
      sortUndefined: 'last',
      cell: ({ getValue }) => optionalBytes(getValue(), unit),
      meta: { width: 88, end: true, origin: 'in the file', unit },
    }),
    column.accessor((row) => row.decision?.packedWeightBytes, {
      id: 'packed',
      header: 'Packed',
      sortUndefined: 'last',
      cell: ({ row: { original } }) =>
        original.decision === null ? null : (
          <>
            <Bytes value={original.decision.packedWeightBytes} unit={unit} />
            <SizeBar
              value={original.decision.packedWeightBytes}
              largest={largest.packed}
              colour={algorithmColour(original.decision.algorithm)}
            />
          </>
        ),
      meta: { width: 94, end: true, origin: 'modelled', unit },
    }),
    column.accessor((row) => row.decision?.workspaceBytes, {
      id: 'workspace',
      header: 'Workspace',
      sortUndefined: 'last',
      cell: ({ row: { original } }) =>
        original.decision === null ? null : (
          <>
            <Bytes value={original.decision.workspaceBytes} unit={unit} />
            <SizeBar
              value={original.decision.workspaceBytes}
              largest={largest.workspace}
              colour="var(--category-workspace)"
            />
          </>
        ),
      meta: { width: 94, end: true, origin: 'modelled', unit },
    }),
    ...(measured ? measuredColumns(unit) : []),
  ]
}

function measuredColumns(unit: ColumnUnit) {
  return [
    column.accessor((row) => row.measured?.packedWeightBytes, {
      id: 'measuredPacked',
      header: 'Packed',
      sortUndefined: 'last',
      cell: ({ getValue }) => optionalBytes(getValue(), unit),
      meta: { width: 96, end: true, origin: 'measured', unit },
    }),
    column.accessor((row) => row.measured?.workspaceBytes, {
      id: 'measuredWorkspace',
      header: 'Workspace',
      sortUndefined: 'last',
      cell: ({ getValue }) => optionalBytes(getValue(), unit),
      meta: { width: 96, end: true, origin: 'measured', unit },
    }),
    column.accessor((row) => row.measured?.durationNs, {
      id: 'measuredTime',
      header: 'Time',
      sortUndefined: 'last',
      cell: ({ getValue }) => {
        const value = getValue()
        return value === undefined ? null : <span className="ui-number">{formatMilliseconds(value)}</span>
      },
      meta: { width: 88, end: true, origin: 'measured', unit: 'ms' },
    }),
  ]
}

function optionalBytes(value: number | undefined, unit: ColumnUnit) {
  return value === undefined || value === 0 ? null : <Bytes value={value} unit={unit} />
}
