import * as v from 'valibot'
import type { SavedDocument } from '#contract/document'
import { ALGORITHMS, CATEGORIES } from '#contract/plan'
import { RUN_PHASES } from '#contract/timeline'
import { configuration } from '#core/planning/configuration-schema'
import { recognised } from '#messages/say'
import { withMessages } from './sentences'

// What a saved document must look like. Objects keep members that are not named here: a later
// version may say more. What is named must be right, so that nothing downstream needs to doubt it.

export const DOCUMENT_SCHEMA = 'convscope-document'
/** Raised when a member changes its meaning or goes away. */
export const DOCUMENT_SCHEMA_VERSION = 1

const MOST_NODES = 1_000_000
const MOST_SAMPLES = 4_000_000

const text = v.pipe(v.string(), v.maxLength(100_000))
/** Sentences and names are saved in English; those without figures are known again, others by `messages` (sentences.ts). */
const sentence = v.pipe(text, v.transform(recognised))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
/** Bytes, nanoseconds. */
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
/** Node id, or -1. */
const node = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(MOST_NODES))
const figure = v.pipe(v.number(), v.finite())
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MOST_NODES))
const column = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MOST_SAMPLES))
const dims = v.pipe(v.array(count), v.maxLength(64))

const byCategory = <S extends v.GenericSchema>(item: S) =>
  v.looseObject({ packedWeights: item, workspace: item, activations: item, modelBuffer: item, other: item })
const algorithm = v.picklist(ALGORITHMS)
const unit = v.nullable(count)

const model = v.looseObject({
  name: text,
  fileName: text,
  format: text,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is no SHA-256')),
  fileBytes: amount,
  weightBytes: amount,
  inputs: list(v.looseObject({ name: text, dims })),
  nodes: list(v.looseObject({ name: text, op: text, dims: v.nullable(dims) })),
})

const candidate = v.looseObject({
  algorithm,
  unit,
  verdict: v.picklist(['chosen', 'rejected']),
  reason: sentence,
  cost: v.nullable(v.looseObject({ label: sentence, value: figure, better: v.picklist(['larger', 'smaller']) })),
  packedWeightBytes: v.nullable(amount),
  workspaceBytes: v.nullable(amount),
  operations: v.nullable(amount),
})

const decision = v.looseObject({
  node: count,
  algorithm,
  unit,
  executor: text,
  inner: v.nullable(v.looseObject({ algorithm, unit, groups: count })),
  weightBytes: amount,
  packedWeightBytes: amount,
  workspaceBytes: amount,
  workspace: list(v.looseObject({ name: sentence, bytes: amount })),
  macs: amount,
  operations: amount,
  overridden: v.exactOptional(v.looseObject({ by: text, instead: v.looseObject({ algorithm, unit }) })),
  candidates: list(candidate),
  reason: sentence,
  dependsOn: list(v.picklist(['memory', 'precision', 'winogradLevel', 'threads', 'isa', 'outputSize', 'kernel'])),
})

const plan = v.looseObject({
  decisions: list(decision),
  steps: list(v.looseObject({ node: count, activationBytes: amount, workspaceBytes: amount })),
  fusions: list(v.looseObject({ node: count, into: count })),
  activationBound: v.nullable(amount),
  totals: byCategory(amount),
  totalBytes: amount,
  residentSetBytes: v.nullable(amount),
  notes: list(sentence),
})

const layerMeasurement = v.looseObject({
  node: count,
  kernel: v.nullable(v.looseObject({ algorithm, unit })),
  packedWeightBytes: amount,
  workspaceBytes: amount,
  durationNs: amount,
})

const report = v.looseObject({
  startedAt: amount,
  durationNs: amount,
  inferenceNs: amount,
  iterations: count,
  executedIsa: text,
  peak: byCategory(amount),
  peakTrackedBytes: amount,
  baselineRssBytes: amount,
  peakRssBytes: amount,
  trackedAtPeakRss: byCategory(amount),
  layers: list(layerMeasurement),
  // An output may hold NaN or infinity, which JSON has not: they are saved as null and read as NaN.
  outputs: list(v.looseObject({ name: text, dims, min: orNaN(), max: orNaN(), mean: orNaN(), head: list(orNaN()) })),
  droppedEvents: count,
  notes: list(sentence),
})

function orNaN() {
  return v.pipe(
    v.nullable(v.number()),
    v.transform((value) => value ?? Number.NaN),
  )
}

const timeline = v.pipe(
  v.looseObject({
    complete: v.boolean(),
    events: count,
    lost: count,
    endNs: amount,
    phases: list(v.looseObject({ phase: v.picklist(RUN_PHASES), timeNs: amount })),
    samples: v.looseObject({
      timeNs: column(amount),
      held: byCategory(column(amount)),
      owner: column(node),
      layer: column(node),
    }),
    spans: v.looseObject({ node: column(node), beginNs: column(amount), endNs: column(amount) }),
    resident: v.looseObject({ timeNs: column(amount), bytes: column(amount) }),
    peak: v.nullable(
      v.looseObject({
        timeNs: amount,
        total: amount,
        bytes: byCategory(amount),
        node,
        alive: list(v.looseObject({ node, category: v.picklist(CATEGORIES), bytes: amount })),
      }),
    ),
  }),
  v.check(({ samples: { timeNs, held, owner, layer }, spans, resident }) => {
    const columns = [...CATEGORIES.map((category) => held[category]), owner, layer]
    return (
      columns.every(({ length }) => length === timeNs.length) &&
      spans.beginNs.length === spans.node.length &&
      spans.endNs.length === spans.node.length &&
      resident.bytes.length === resident.timeNs.length
    )
  }, 'has columns of different lengths'),
  v.check(({ samples, resident }) => ascends(samples.timeNs) && ascends(resident.timeNs), 'goes back in time'),
)

function ascends(times: readonly number[]): boolean {
  return times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))
}

const entry = v.pipe(
  v.looseObject({
    label: text,
    configuration,
    plan,
    run: v.exactOptional(v.looseObject({ report, timeline })),
    messages: v.exactOptional(list(v.unknown())),
  }),
  v.transform(({ messages = [], ...rest }) => withMessages(rest, messages)),
)

export const documentSchema: v.GenericSchema<unknown, SavedDocument> = v.pipe(
  v.looseObject({
    schema: v.literal(DOCUMENT_SCHEMA),
    schemaVersion: v.literal(DOCUMENT_SCHEMA_VERSION),
    application: v.looseObject({ name: text, version: text }),
    savedAt: v.pipe(v.string(), v.isoTimestamp('is no time')),
    model,
    entries: v.pipe(v.array(entry), v.minLength(1, 'has no entry'), v.maxLength(1000)),
  }),
  v.check(({ model: { nodes }, entries }) => {
    const known = (id: number) => id < nodes.length
    return entries.every(
      ({ plan: { decisions, steps }, run }) =>
        decisions.every((each) => known(each.node)) &&
        steps.every((each) => known(each.node)) &&
        (run === undefined || run.report.layers.every((each) => known(each.node))),
    )
  }, 'names a node that the model does not have'),
  v.transform(({ schema: _schema, schemaVersion: _version, ...document }) => document),
)
