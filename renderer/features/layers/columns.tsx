// SPDX-License-Identifier: Apache-2.0
import type { AccessorFnColumnDef, RowData } from '@tanstack/react-table'
import type { ComponentProps, ReactNode } from 'react'
import { grouped, inUnit, milliseconds } from '#messages/figures'
import { t } from '../../i18n'
import { type ColumnUnit, formatInUnit } from '../../lib/bytes'
import { opName } from '../../lib/labels'
import { overlayText } from '../../lib/layers/overlay'
import type { LayerRow, LayerTotals, SummedFigure } from '../../lib/layers/rows'
import { algorithmColour } from '../../lib/palette'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { SizeBar } from '../../ui/SizeBar'
import { LAYER_COLUMNS, type LayerColumn, layerColumn } from './layer-table'

declare module '@tanstack/react-table' {
  interface ColumnMeta<TData extends RowData, TValue> {
    readonly end?: boolean
    readonly width: number
    /** Above the heading: where the figures come from, and their unit. */
    readonly origin?: string
    readonly measured?: boolean
    readonly look: (row: LayerRow) => ReactNode
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

/** Of a digit in the bold type of totals, and of what is beside them in a cell, in pixels. */
const DIGIT_WIDTH = 8
const CELL_PADDING = 18
/** Of a "≥". */
const SIGN_WIDTH = 12
/** Of the word before the largest workspace. */
const MAX_WIDTH = 28

/** How wide a column is for its total, sizes in `unit`; those that are not here have none that could be wider than they are. */
function totalWidths(totals: LayerTotals, unit: ColumnUnit): Readonly<Partial<Record<LayerColumn, number>>> {
  const width = (bytes: number) => formatInUnit(bytes, unit).length * DIGIT_WIDTH + CELL_PADDING
  const { measured, least } = totals
  const sign = (figure: SummedFigure) => (least.has(figure) ? SIGN_WIDTH : 0)
  return {
    weights: width(totals.weightBytes) + sign('weightBytes'),
    packed: width(totals.packedWeightBytes) + sign('packedWeightBytes'),
    workspace: width(totals.largestWorkspaceBytes) + MAX_WIDTH + sign('workspaceBytes'),
    macs: inUnit(totals.macs, 1e6).length * DIGIT_WIDTH + CELL_PADDING + sign('macs'),
    ...(measured === null
      ? {}
      : {
          measuredPacked: width(measured.packedWeightBytes),
          measuredWorkspace: width(measured.largestWorkspaceBytes) + MAX_WIDTH,
        }),
  }
}

/** The layers table's columns, sizes in `unit`; those that need a run or node data once there is one. */
export function layerColumns(largest: Largest, totals: LayerTotals, overlay: string | null, unit: ColumnUnit) {
  const measured = totals.measured !== null
  const looks = columnLooks(largest, unit)
  const widths = totalWidths(totals, unit)
  const available = LAYER_COLUMNS.filter((id) =>
    id === 'overlay' ? overlay !== null : measured || !layerColumn(id).measured,
  )
  return available.map((id): AccessorFnColumnDef<LayerRow> => {
    const { cell, sortBy, unit: named, ...look } = looks[id]
    const origin = id === 'overlay' ? (overlay ?? '') : originOf(id)
    return {
      id,
      accessorFn: (row) => (sortBy ?? layerColumn(id).value)(row) ?? undefined,
      header: t(`layers:column.${id}`),
      sortUndefined: 'last',
      meta: {
        ...look,
        look: cell,
        width: Math.max(look.width, widths[id] ?? 0),
        measured: layerColumn(id).measured ?? false,
        ...(origin === '' ? {} : { origin: [origin, named].filter(Boolean).join(', ') }),
      },
    }
  })
}

function originOf(column: LayerColumn): string {
  if (column === 'weights') return t('layers:inFile')
  if (layerColumn(column).measured) return t('common:origin.measured')
  return column === 'packed' || column === 'workspace' ? t('common:origin.modelled') : ''
}

function columnLooks(largest: Largest, unit: ColumnUnit): Readonly<Record<LayerColumn, ColumnLook>> {
  const bytes = (value: number | null) => <Bytes value={value} unit={unit} />
  const optionalBytes = (value: number | null | undefined) => (value === undefined || value === 0 ? null : bytes(value))
  const max = (value: number) => (
    <>
      <small>{t('layers:max')}</small> {bytes(value)}
    </>
  )
  const size = { end: true, unit } as const
  const reused = t('layers:reused')
  return {
    index: { width: 42, end: true, cell: ({ node }) => node.id + 1 },
    name: {
      width: 150,
      cell: ({ node }) => <LayerName name={node.name} />,
      total: ({ layers }) => t('layers:total', { count: layers, formatted: grouped(layers) }),
    },
    op: { width: 86, cell: ({ node }) => opName(node) },
    kernel: { width: 64, end: true, cell: ({ kernelText }) => kernelText },
    shape: { width: 120, end: true, cell: ({ shape }) => shape, sortBy: ({ elements }) => elements },
    algorithm: {
      width: 134,
      cell: ({ decision, kernel }) =>
        decision && (
          <AlgorithmBadge
            algorithm={decision.algorithm}
            unit={decision.unit}
            kernel={kernel}
            whatIf={decision.whatIf}
          />
        ),
    },
    weights: {
      ...size,
      width: 84,
      cell: ({ decision }) => optionalBytes(decision?.weightBytes),
      total: ({ weightBytes, least }) => atLeast(least.has('weightBytes'), bytes(weightBytes)),
    },
    packed: {
      ...size,
      width: 96,
      cell: ({ decision }) =>
        decision && (
          <Barred
            value={decision.packedWeightBytes}
            largest={largest.packed}
            colour={algorithmColour(decision.algorithm)}
          >
            {bytes(decision.packedWeightBytes)}
          </Barred>
        ),
      total: ({ packedWeightBytes, least }) => atLeast(least.has('packedWeightBytes'), bytes(packedWeightBytes)),
    },
    workspace: {
      ...size,
      width: 120,
      cell: ({ decision }) =>
        decision && (
          <Barred value={decision.workspaceBytes} largest={largest.workspace} colour="var(--category-workspace)">
            {bytes(decision.workspaceBytes)}
          </Barred>
        ),
      total: ({ largestWorkspaceBytes, least }) => atLeast(least.has('workspaceBytes'), max(largestWorkspaceBytes)),
      totalHint: reused,
    },
    macs: {
      width: 88,
      end: true,
      cell: ({ decision }) => decision?.macs && figure(decision.macs, inUnit(decision.macs, 1e6), largest.macs),
      total: ({ macs, least }) => atLeast(least.has('macs'), inUnit(macs, 1e6)),
    },
    // As wide as the words above the heading, which say whose measurement it is.
    measuredPacked: {
      ...size,
      width: 188,
      cell: ({ measured }) => optionalBytes(measured?.packedWeightBytes),
      total: ({ measured }) => measured && bytes(measured.packedWeightBytes),
    },
    measuredWorkspace: {
      ...size,
      width: 188,
      cell: ({ measured }) => optionalBytes(measured?.workspaceBytes),
      total: ({ measured }) => measured && max(measured.largestWorkspaceBytes),
      totalHint: reused,
    },
    measuredTime: {
      width: 184,
      end: true,
      unit: 'ms',
      cell: ({ measured }) =>
        measured && figure(measured.durationNs, milliseconds(measured.durationNs), largest.durationNs),
      total: ({ measured }) => measured && milliseconds(measured.durationNs),
    },
    throughput: {
      width: 200,
      end: true,
      unit: 'GFLOP/s',
      cell: (row) => {
        const value = layerColumn('throughput').value(row)
        return typeof value === 'number' ? <span className="ui-number">{value.toFixed(1)}</span> : null
      },
    },
    overlay: {
      width: 104,
      end: true,
      cell: ({ overlay }) =>
        typeof overlay === 'number' ? (
          <Barred value={Math.abs(overlay)} largest={largest.overlay} colour="var(--text-muted)">
            <span className="ui-number">{overlayText(overlay)}</span>
          </Barred>
        ) : (
          overlay
        ),
    },
  }
}

/** A total of which parts are not known says so. */
function atLeast(least: boolean, total: ReactNode): ReactNode {
  if (!least) return total
  return (
    <>
      <abbr title={t('common:atLeast')}>≥</abbr> {total}
    </>
  )
}

/** A figure over the bar that compares it. */
function Barred({ children, ...bar }: ComponentProps<typeof SizeBar> & { readonly children: ReactNode }) {
  return (
    <>
      {children}
      <SizeBar {...bar} />
    </>
  )
}

function figure(value: number, text: string, largest: number) {
  return (
    <Barred value={value} largest={largest} colour="var(--text-muted)">
      <span className="ui-number" title={grouped(value)}>
        {text}
      </span>
    </Barred>
  )
}
