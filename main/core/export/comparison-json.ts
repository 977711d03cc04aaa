// SPDX-License-Identifier: Apache-2.0
import type { ComparisonSide, LayerDifference, LayerSide } from '#contract/comparison'
import type { ModelDiff } from '#contract/model-diff'
import type { Say } from '#messages/message'
import { speaker } from '#messages/say'
import type { ComparisonExport } from './comparison-metadata'

const COMPARISON_SCHEMA = 'convscope-comparison'
const LIST_SCHEMA = 'convscope-comparisons'
/** Raised when a field changes its meaning or goes away. */
const COMPARISON_SCHEMA_VERSION = 1

/**
 * A comparison as JSON. Bytes and nanoseconds are exact integers; what the engine profile's rules
 * give is under `modelled` (`atLeast`: parts are unknown or left out, so that a difference says little), what a run gave is
 * under `measured` (null where there was none). `b` is the side held against A, whatever the letter that it goes by.
 */
export function comparisonJson(exported: ComparisonExport): string {
  return text(comparisonDocument(exported))
}

/** The same where there is one; several as a list of them, each of another side. */
export function comparisonsJson(exported: readonly ComparisonExport[]): string {
  const [only, ...more] = exported.map(comparisonDocument)
  return text(more.length === 0 ? only : { schema: LIST_SCHEMA, schemaVersion: 1, comparisons: [only, ...more] })
}

function text(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function comparisonDocument({ metadata, comparison, letter }: ComparisonExport) {
  const say = speaker('en', letter)
  const { modelName, fileName, sha256, format, inputs, appVersion, exportedAt } = metadata
  return {
    schema: COMPARISON_SCHEMA,
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    application: { name: 'Convscope', version: appVersion },
    exportedAt: exportedAt.toISOString(),
    model: { name: modelName, fileName, sha256, format, inputs },
    units: { memory: 'bytes', duration: 'nanoseconds', delta: `${letter} minus A` },
    a: side('A', comparison.a),
    b: side(letter, comparison.b),
    delta: { modelled: { categories: comparison.deltas, total: comparison.totalDelta } },
    models: comparison.models === undefined ? null : models(comparison.models, say),
    summary: comparison.summary.map(say),
    layers: comparison.layers.map((each) => layer(each, say)),
  }
}

function side(letter: string, { configuration, totals, totalBytes, lowerBound, measured }: ComparisonSide) {
  const modelled = { categories: totals, total: totalBytes, atLeast: lowerBound }
  return { letter, configuration, modelled, measured: measured ?? null }
}

function layer({ node, name, a, b, packedWeightDelta, workspaceDelta, changed, why }: LayerDifference, say: Say) {
  return {
    node,
    name,
    a: layerSide(a),
    b: layerSide(b),
    delta: { modelled: { packedWeightBytes: packedWeightDelta, workspaceBytes: workspaceDelta } },
    changed,
    why: why === null ? '' : say(why),
  }
}

function layerSide({ algorithm, unit, packedWeightBytes, workspaceBytes, measured }: LayerSide) {
  return { algorithm, unit, modelled: { packedWeightBytes, workspaceBytes }, measured: measured ?? null }
}

/** How the models differ where they are two: ids of operations are those of A and of `b`. */
function models({ a, b, counts, changes, nodes }: ModelDiff, say: Say) {
  return { a, b, counts, changes: changes.map(say), nodes: nodes.map(({ node: _, ...each }) => each) }
}
