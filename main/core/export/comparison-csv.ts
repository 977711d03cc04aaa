// SPDX-License-Identifier: Apache-2.0
import type { ComparisonSide, LayerDifference } from '#contract/comparison'
import { settingValue } from '#contract/configuration'
import { CATEGORIES } from '#contract/plan'
import { profileOf } from '#core/planning/engines/index'
import type { Say } from '#messages/message'
import { english, speaker } from '#messages/say'
import type { ComparisonExport, ComparisonMetadata } from './comparison-metadata'
import { csvText } from './csv'

/**
 * Columns of the CSV. `record` says what a row is: `metadata` and `summary` rows have `name` and
 * `value`; `total` rows have bytes of A, B and B − A under `total_…`; `layer` rows the rest. Of a side that goes by
 * another letter than B, columns begin with that one.
 */
const COLUMNS = [
  'record',
  'name',
  'value',
  'a_total_modelled_bytes',
  'b_total_modelled_bytes',
  'total_delta_modelled_bytes',
  'a_total_measured_bytes',
  'b_total_measured_bytes',
  'node',
  'a_algorithm',
  'b_algorithm',
  'a_winograd_unit',
  'b_winograd_unit',
  'a_packed_weights_modelled_bytes',
  'b_packed_weights_modelled_bytes',
  'packed_weights_delta_modelled_bytes',
  'a_workspace_modelled_bytes',
  'b_workspace_modelled_bytes',
  'workspace_delta_modelled_bytes',
  'a_packed_weights_measured_bytes',
  'b_packed_weights_measured_bytes',
  'a_workspace_measured_bytes',
  'b_workspace_measured_bytes',
  'a_duration_measured_ns',
  'b_duration_measured_ns',
  'changed',
  'why',
] as const

type Row = { readonly [column in (typeof COLUMNS)[number]]?: string | number | null | undefined }

/**
 * A comparison as one RFC 4180 table: a header, then rows that all have every column, so that any
 * CSV parser reads it without options. Filter by `record` to get layers, totals or metadata. Bytes
 * and nanoseconds are exact integers; an empty field means that there is no such figure.
 */
export function comparisonCsv(exported: ComparisonExport): string {
  const { letter } = exported
  const columns = COLUMNS.map((key) => ({ key, header: key.replace(/^b_/, `${letter.toLowerCase()}_`) }))
  return csvText(rowsOf(exported), { header: true, columns })
}

/** The same where there is one; several below each other, with the side that `b_…` stands for in a column “side”. */
export function comparisonsCsv(exported: readonly ComparisonExport[]): string {
  const [only, ...more] = exported
  if (only !== undefined && more.length === 0) return comparisonCsv(only)
  const rows = exported.flatMap((each) => rowsOf(each).map((row) => ({ side: each.letter, ...row })))
  return csvText(rows, { header: true, columns: ['side', ...COLUMNS] })
}

function rowsOf({ metadata, comparison, letter }: ComparisonExport): Row[] {
  const say = speaker('en', letter)
  return [
    ...metadataRows(metadata),
    ...configurationRows('A', comparison.a),
    ...configurationRows(letter, comparison.b),
    ...comparison.summary.map(
      (sentence, index): Row => ({ record: 'summary', name: `${index + 1}`, value: say(sentence) }),
    ),
    ...CATEGORIES.map((category) =>
      totalRow(category, comparison.a.totals[category], comparison.b.totals[category], comparison.deltas[category]),
    ),
    totalRow('total', comparison.a.totalBytes, comparison.b.totalBytes, comparison.totalDelta),
    ...measuredRows(comparison.a, comparison.b),
    ...comparison.layers.map((layer) => layerRow(layer, say)),
  ]
}

function metadataRow(name: string, value: string | number): Row {
  return { record: 'metadata', name, value }
}

function metadataRows({
  modelName,
  fileName,
  sha256,
  format,
  inputs,
  appVersion,
  exportedAt,
}: ComparisonMetadata): Row[] {
  return [
    metadataRow('application', `Convscope ${appVersion}`),
    metadataRow('exported at', exportedAt.toISOString()),
    metadataRow('model', modelName),
    metadataRow('file', fileName),
    metadataRow('format', format),
    metadataRow('sha256', sha256),
    ...inputs.map(({ name, dims }) => metadataRow(`input ${name}`, dims.join('×'))),
  ]
}

function configurationRows(label: string, { configuration, lowerBound, measured }: ComparisonSide): Row[] {
  const { profile, threads, isa, settings, overrides = [] } = configuration
  const declared = (profileOf(profile)?.traits.settings ?? []).filter(
    ({ id, prominent }) => prominent || id in settings,
  )
  const settingRows = declared.map((setting) =>
    metadataRow(
      `${label} ${english({ id: 'setting.name', setting: setting.id })}`,
      `${settingValue(setting, configuration)}`,
    ),
  )
  const inference = measured === undefined ? [] : [metadataRow(`${label} inference measured ns`, measured.inferenceNs)]
  return [
    metadataRow(`${label} profile`, profile),
    ...settingRows,
    metadataRow(`${label} threads`, threads),
    metadataRow(`${label} instruction set`, isa),
    ...overrides.map(({ layers, algorithm, unit }, index) =>
      metadataRow(`${label} override ${index + 1}`, `${layers}=${algorithm}${unit === undefined ? '' : `:${unit}`}`),
    ),
    ...(lowerBound ? [metadataRow(`${label} total is`, 'at least')] : []),
    ...inference,
  ]
}

function totalRow(name: string, a: number, b: number, delta: number | null): Row {
  return {
    record: 'total',
    name,
    a_total_modelled_bytes: a,
    b_total_modelled_bytes: b,
    total_delta_modelled_bytes: delta,
  }
}

function measuredRows({ measured: a }: ComparisonSide, { measured: b }: ComparisonSide): Row[] {
  if (a === undefined && b === undefined) return []
  return [
    {
      record: 'total',
      name: 'peak tracked',
      a_total_measured_bytes: a?.peakTrackedBytes,
      b_total_measured_bytes: b?.peakTrackedBytes,
    },
    {
      record: 'total',
      name: 'peak resident set',
      a_total_measured_bytes: a?.peakRssBytes,
      b_total_measured_bytes: b?.peakRssBytes,
    },
  ]
}

function layerRow(
  { node, name, a, b, packedWeightDelta, workspaceDelta, changed, why }: LayerDifference,
  say: Say,
): Row {
  return {
    record: 'layer',
    name,
    node,
    a_algorithm: a.algorithm,
    b_algorithm: b.algorithm,
    a_winograd_unit: a.unit,
    b_winograd_unit: b.unit,
    a_packed_weights_modelled_bytes: a.packedWeightBytes,
    b_packed_weights_modelled_bytes: b.packedWeightBytes,
    packed_weights_delta_modelled_bytes: packedWeightDelta,
    a_workspace_modelled_bytes: a.workspaceBytes,
    b_workspace_modelled_bytes: b.workspaceBytes,
    workspace_delta_modelled_bytes: workspaceDelta,
    a_packed_weights_measured_bytes: a.measured?.packedWeightBytes,
    b_packed_weights_measured_bytes: b.measured?.packedWeightBytes,
    a_workspace_measured_bytes: a.measured?.workspaceBytes,
    b_workspace_measured_bytes: b.measured?.workspaceBytes,
    a_duration_measured_ns: a.measured?.durationNs,
    b_duration_measured_ns: b.measured?.durationNs,
    changed: changed ? 'yes' : 'no',
    why: why === null ? '' : say(why),
  }
}
