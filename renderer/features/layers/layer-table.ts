// SPDX-License-Identifier: Apache-2.0
import { stringify } from 'csv-stringify/browser/esm/sync'
import { opName } from '../../lib/labels'
import type { LayerRow } from '../../lib/layers/rows'

interface Column {
  /** With its unit: exported figures are exact and bare. */
  readonly heading: string
  /** A row's figure as it sorts and is exported: bytes, nanoseconds, counts or text; undefined where it has none, null where it is not known. */
  value(row: LayerRow): string | number | null | undefined
  /** Shown only once there is a run. */
  readonly measured?: true
}

/** The columns of the layers table. Their names are stable: they head exported tables. */
const COLUMNS = {
  // Counted as on screen, from 1.
  index: { heading: 'layer', value: ({ node }) => node.id + 1 },
  name: { heading: 'name', value: ({ node }) => node.name },
  op: { heading: 'op', value: ({ node }) => opName(node) },
  kernel: { heading: 'kernel', value: ({ kernelText }) => kernelText },
  shape: { heading: 'output_shape', value: ({ shape }) => shape },
  algorithm: { heading: 'algorithm', value: ({ algorithm }) => algorithm },
  // In sight without scrolling: who lays a file over the model looks for it.
  overlay: { heading: 'node_data', value: ({ overlay }) => overlay ?? undefined },
  weights: { heading: 'weights_bytes', value: ({ decision }) => decision?.weightBytes },
  packed: { heading: 'packed_weights_modelled_bytes', value: ({ decision }) => decision?.packedWeightBytes },
  workspace: { heading: 'workspace_modelled_bytes', value: ({ decision }) => decision?.workspaceBytes },
  macs: { heading: 'multiply_adds', value: ({ decision }) => decision?.macs },
  measuredPacked: {
    heading: 'packed_weights_measured_bytes',
    value: ({ measured }) => measured?.packedWeightBytes,
    measured: true,
  },
  measuredWorkspace: {
    heading: 'workspace_measured_bytes',
    value: ({ measured }) => measured?.workspaceBytes,
    measured: true,
  },
  measuredTime: { heading: 'time_measured_ns', value: ({ measured }) => measured?.durationNs, measured: true },
  throughput: {
    heading: 'throughput_measured_gflops',
    value: ({ decision, measured }) => throughput(decision?.macs, measured?.durationNs),
    measured: true,
  },
} satisfies Record<string, Column>

export type LayerColumn = keyof typeof COLUMNS
export const LAYER_COLUMNS = Object.keys(COLUMNS) as readonly LayerColumn[]

export function layerColumn(id: LayerColumn): Column {
  return COLUMNS[id]
}

/** GFLOP/s of the direct convolution's operations, two a multiply-add: those that an algorithm saves count too. */
function throughput(macs: number | null | undefined, durationNs: number | undefined): number | undefined {
  return macs == null || durationNs === undefined || durationNs === 0 ? undefined : (2 * macs) / durationNs
}

/** Rows as text: CSV for a file, tabs for the clipboard, from where spreadsheets take them. */
export function layerText(rows: readonly LayerRow[], columns: readonly LayerColumn[], delimiter: ',' | '\t'): string {
  const records = rows.map((row) => columns.map((column) => exported(layerColumn(column).value(row))))
  return stringify([columns.map((column) => layerColumn(column).heading), ...records], {
    delimiter,
    // Names come from files: what a spreadsheet would take for a formula is shown to be text.
    escape_formulas: true,
  })
}

function exported(value: string | number | null | undefined): string | number {
  if (value == null) return ''
  return typeof value === 'number' ? Number(value.toPrecision(15)) : value
}
