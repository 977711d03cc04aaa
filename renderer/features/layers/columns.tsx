import type { AccessorFnColumnDef, RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { grouped, inUnit, milliseconds } from '#messages/figures'
import { t } from '../../i18n'
import type { ColumnUnit } from '../../lib/bytes'
import { opName } from '../../lib/labels'
import { overlayText } from '../../lib/layers/overlay'
import type { LayerRow, LayerTotals } from '../../lib/layers/rows'
import { algorithmColour } from '../../lib/palette'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { SizeBar } from '../../ui/SizeBar'
import { isMeasuredColumn, LAYER_COLUMNS, type LayerColumn, layerValue } from './layer-table'

declare module '@tanstack/react-table' {
  interface ColumnMeta<TData extends RowData, TValue> {
    readonly end?: boolean
    readonly width: number
    /** Above the heading: where the figures come from, and their unit. */
    readonly origin?: string
    readonly measured?: boolean
    /** Below the rows. */
    readonly total?: (totals: LayerTotals) => ReactNode
    readonly totalHint?: string
  }
}

/** What full bars stand for. */
export interface Largest {
  readonly packed: number
  readonly workspace: number
  readonly macs: number
  readonly durationNs: number
  readonly overlay: number
}

interface ColumnLook {
  readonly width: number
  readonly end?: boolean
  readonly unit?: string
  readonly cell: (row: LayerRow) => ReactNode
  readonly total?: (totals: LayerTotals) => ReactNode
  readonly totalHint?: string
  /** Sorts by this instead of the column's value. */
  readonly sortBy?: (row: LayerRow) => number
}

interface Extras {
  /** Whether there is a run. */
  readonly measured: boolean
  /** Name of the node data file laid over the model. */
  readonly overlay: string | null
}

/** The layers table's columns, sizes in `unit`; those that need a run or node data once there is one. */
export function layerColumns(largest: Largest, { measured, overlay }: Extras, unit: ColumnUnit) {
  const looks = columnLooks(largest, unit)
  const available = LAYER_COLUMNS.filter((id) =>
    id === 'overlay' ? overlay !== null : measured || !isMeasuredColumn(id),
  )
  return available.map((id): AccessorFnColumnDef<LayerRow> => {
    const { cell, sortBy, unit: named, ...look } = looks[id]
    const origin = id === 'overlay' ? (overlay ?? '') : originOf(id)
    return {
      id,
      accessorFn: (row) => (sortBy === undefined ? layerValue(row, id) : sortBy(row)),
      header: t(`layers:column.${id}`),
      sortUndefined: 'last',
      cell: ({ row }) => cell(row.original),
      meta: {
        ...look,
        measured: isMeasuredColumn(id),
        ...(origin === '' ? {} : { origin: [origin, named].filter(Boolean).join(', ') }),
      },
    }
  })
}

function originOf(column: LayerColumn): string {
  if (column === 'weights') return t('layers:inFile')
  if (isMeasuredColumn(column)) return t('common:origin.measured')
  return column === 'packed' || column === 'workspace' ? t('common:origin.modelled') : ''
}

function columnLooks(largest: Largest, unit: ColumnUnit): Readonly<Record<LayerColumn, ColumnLook>> {
  const max = (bytes: number) => (
    <>
      <small>{t('layers:max')}</small> <Bytes value={bytes} unit={unit} />
    </>
  )
  const reused = t('layers:reused')
  return {
    index: { width: 42, end: true, cell: ({ node }) => node.id + 1 },
    name: {
      width: 150,
      cell: ({ node }) => <LayerName name={node.name} />,
      total: ({ layers }) => t('layers:total', { count: layers, formatted: grouped(layers) }),
    },
    op: { width: 66, cell: ({ node }) => opName(node) },
    kernel: { width: 64, end: true, cell: ({ kernelText }) => kernelText },
    shape: { width: 120, end: true, cell: ({ shape }) => shape, sortBy: ({ elements }) => elements },
    algorithm: {
      width: 134,
      cell: ({ decision, kernel }) =>
        decision === null ? null : (
          <AlgorithmBadge algorithm={decision.algorithm} unit={decision.unit} kernel={kernel} />
        ),
    },
    weights: {
      width: 84,
      end: true,
      unit,
      cell: ({ decision }) => optionalBytes(decision?.weightBytes, unit),
      total: (totals) => <Bytes value={totals.weightBytes} unit={unit} />,
    },
    packed: {
      width: 96,
      end: true,
      unit,
      cell: ({ decision }) =>
        decision === null ? null : (
          <>
            <Bytes value={decision.packedWeightBytes} unit={unit} />
            <SizeBar
              value={decision.packedWeightBytes}
              largest={largest.packed}
              colour={algorithmColour(decision.algorithm)}
            />
          </>
        ),
      total: (totals) => <Bytes value={totals.packedWeightBytes} unit={unit} />,
    },
    workspace: {
      width: 106,
      end: true,
      unit,
      cell: ({ decision }) =>
        decision === null ? null : (
          <>
            <Bytes value={decision.workspaceBytes} unit={unit} />
            <SizeBar value={decision.workspaceBytes} largest={largest.workspace} colour="var(--category-workspace)" />
          </>
        ),
      total: (totals) => max(totals.largestWorkspaceBytes),
      totalHint: reused,
    },
    macs: {
      width: 88,
      end: true,
      cell: ({ decision }) =>
        decision === null ? null : (
          <Figure value={decision.macs} text={inUnit(decision.macs, 1e6)} largest={largest.macs} />
        ),
      total: (totals) => inUnit(totals.macs, 1e6),
    },
    measuredPacked: {
      width: 104,
      end: true,
      unit,
      cell: ({ measured }) => optionalBytes(measured?.packedWeightBytes, unit),
      total: ({ measured }) => (measured === null ? null : <Bytes value={measured.packedWeightBytes} unit={unit} />),
    },
    measuredWorkspace: {
      width: 106,
      end: true,
      unit,
      cell: ({ measured }) => optionalBytes(measured?.workspaceBytes, unit),
      total: ({ measured }) => (measured === null ? null : max(measured.largestWorkspaceBytes)),
      totalHint: reused,
    },
    measuredTime: {
      width: 98,
      end: true,
      unit: 'ms',
      cell: ({ measured }) =>
        measured === null ? null : (
          <Figure value={measured.durationNs} text={milliseconds(measured.durationNs)} largest={largest.durationNs} />
        ),
      total: ({ measured }) => (measured === null ? null : milliseconds(measured.durationNs)),
    },
    throughput: {
      width: 130,
      end: true,
      unit: 'GFLOP/s',
      cell: (row) => {
        const value = layerValue(row, 'throughput')
        return typeof value === 'number' ? <span className="ui-number">{value.toFixed(1)}</span> : null
      },
    },
    overlay: {
      width: 104,
      end: true,
      cell: ({ overlay }) =>
        typeof overlay === 'number' ? (
          <>
            <span className="ui-number">{overlayText(overlay)}</span>
            <SizeBar value={Math.abs(overlay)} largest={largest.overlay} colour="var(--text-muted)" />
          </>
        ) : (
          overlay
        ),
    },
  }
}

interface FigureProps {
  readonly value: number
  readonly text: string
  readonly largest: number
}

function Figure({ value, text, largest }: FigureProps) {
  return (
    <>
      <span className="ui-number" title={grouped(value)}>
        {text}
      </span>
      <SizeBar value={value} largest={largest} colour="var(--text-muted)" />
    </>
  )
}

function optionalBytes(value: number | undefined, unit: ColumnUnit) {
  return value === undefined || value === 0 ? null : <Bytes value={value} unit={unit} />
}
