import { stringify } from 'csv-stringify/browser/esm/sync'
import { opName } from '../../lib/labels'
import type { LayerRow } from '../../lib/layers/rows'

/** A column of the layers table. Stable: they head exported tables. */
export const LAYER_COLUMNS = [
  'index',
  'name',
  'op',
  'kernel',
  'shape',
  'algorithm',
  // In sight without scrolling: who lays a file over the model looks for it.
  'overlay',
  'weights',
  'packed',
  'workspace',
  'macs',
  'measuredPacked',
  'measuredWorkspace',
  'measuredTime',
  'throughput',
] as const
export type LayerColumn = (typeof LAYER_COLUMNS)[number]

/** Shown only once there is a run. */
const MEASURED: ReadonlySet<LayerColumn> = new Set([
  'measuredPacked',
  'measuredWorkspace',
  'measuredTime',
  'throughput',
])

export function isMeasuredColumn(column: LayerColumn): boolean {
  return MEASURED.has(column)
}

/** With their units: exported figures are exact and bare. */
const HEADINGS: Readonly<Record<LayerColumn, string>> = {
  index: 'layer',
  name: 'name',
  op: 'op',
  kernel: 'kernel',
  shape: 'output_shape',
  algorithm: 'algorithm',
  weights: 'weights_bytes',
  packed: 'packed_weights_modelled_bytes',
  workspace: 'workspace_modelled_bytes',
  macs: 'multiply_adds',
  measuredPacked: 'packed_weights_measured_bytes',
  measuredWorkspace: 'workspace_measured_bytes',
  measuredTime: 'time_measured_ns',
  throughput: 'throughput_measured_gflops',
  overlay: 'node_data',
}

/** A row's figure as it sorts and is exported: bytes, nanoseconds, counts or text; undefined where it has none. */
export function layerValue({ node, decision, measured, ...row }: LayerRow, column: LayerColumn) {
  switch (column) {
    // Counted as on screen, from 1.
    case 'index':
      return node.id + 1
    case 'name':
      return node.name
    case 'op':
      return opName(node)
    case 'kernel':
      return row.kernelText
    case 'shape':
      return row.shape
    case 'algorithm':
      return row.algorithm
    case 'weights':
      return decision?.weightBytes
    case 'packed':
      return decision?.packedWeightBytes
    case 'workspace':
      return decision?.workspaceBytes
    case 'macs':
      return decision?.macs
    case 'measuredPacked':
      return measured?.packedWeightBytes
    case 'measuredWorkspace':
      return measured?.workspaceBytes
    case 'measuredTime':
      return measured?.durationNs
    case 'throughput':
      return throughput(decision?.macs, measured?.durationNs)
    case 'overlay':
      return row.overlay ?? undefined
  }
}

/** GFLOP/s of the direct convolution's operations, two a multiply-add: those that an algorithm saves count too. */
function throughput(macs: number | undefined, durationNs: number | undefined): number | undefined {
  return macs === undefined || durationNs === undefined || durationNs === 0 ? undefined : (2 * macs) / durationNs
}

/** Rows as text: CSV for a file, tabs for the clipboard, from where spreadsheets take them. */
export function layerText(rows: readonly LayerRow[], columns: readonly LayerColumn[], delimiter: ',' | '\t'): string {
  const records = rows.map((row) => columns.map((column) => exported(layerValue(row, column))))
  return stringify([columns.map((column) => HEADINGS[column]), ...records], { delimiter })
}

function exported(value: string | number | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'number' ? String(Number(value.toPrecision(15))) : value
}
