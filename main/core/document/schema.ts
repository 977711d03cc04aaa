// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import type { Configuration } from '#contract/configuration'
import type { SavedDocument, SavedEntry, SavedPlan } from '#contract/document'
import { MOMENTS } from '#contract/lifecycle'
import { ALGORITHMS, CATEGORIES, LAYER_KINDS } from '#contract/plan'
import { RUN_PHASES } from '#contract/timeline'
import { configuration } from '#core/planning/configuration-schema'
import type { Message } from '#messages/message'
import { isMessage, recognised } from '#messages/say'
import { arenaFits, arenaOf } from './arena-schema'

// What a saved document must look like. Objects keep members that are not named here: a later
// version may say more. What is named must be right, so that nothing downstream needs to doubt it.

export const DOCUMENT_SCHEMA = 'convscope-document'
/** Raised when a member changes its meaning or goes away; documents of earlier versions are read (version-2.ts, version-1.ts). */
export const DOCUMENT_SCHEMA_VERSION = 3

/** What is said otherwise by every version. */
export interface VersionParts {
  readonly version: number
  /** Whether entries are of several models, or all of one. */
  readonly several: boolean
  readonly configuration: v.GenericSchema<unknown, Configuration>
  readonly sentence: v.GenericSchema<unknown, Message>
  /** Members of a decision, and of a plan, that came after version 1. */
  readonly rowMembers: v.ObjectEntries
  readonly billMembers: v.ObjectEntries
  /** Members of an entry beside label, configuration, plan and run, and what is made of all of them. */
  readonly entryMembers: v.ObjectEntries
  readonly completed: (entry: unknown) => SavedEntry
}

const MOST_NODES = 1_000_000
const MOST_ENTRIES = 1000
const MOST_SAMPLES = 4_000_000

const text = v.pipe(v.string(), v.maxLength(100_000))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
/** Bytes, nanoseconds. */
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
/** Node id, or -1. */
const node = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(MOST_NODES))
const figure = v.pipe(v.number(), v.finite())
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MOST_NODES))
const column = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MOST_SAMPLES))
const dims = v.pipe(v.array(count), v.maxLength(64))

/** Documents of earlier versions have no inputs and outputs. */
const byCategory = <S extends v.GenericSchema>(item: S) =>
  v.looseObject({
    packedWeights: item,
    workspace: item,
    activations: item,
    modelBuffer: item,
    inputsOutputs: v.exactOptional(item),
    other: item,
  })
const bytesByCategory = v.pipe(
  byCategory(amount),
  v.transform(({ inputsOutputs = 0, other, ...bytes }) => ({ ...bytes, inputsOutputs, other })),
)
const algorithm = v.picklist(ALGORITHMS)
const unit = v.nullable(count)

const layerMeasurement = v.looseObject({
  node: count,
  kernel: v.nullable(v.looseObject({ algorithm, unit })),
  packedWeightBytes: amount,
  workspaceBytes: amount,
  durationNs: amount,
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
    samples: v.pipe(
      v.looseObject({
        timeNs: column(amount),
        held: byCategory(column(amount)),
        owner: column(node),
        layer: column(node),
      }),
      v.transform(({ timeNs, held: { inputsOutputs = timeNs.map(() => 0), other, ...held }, ...others }) => ({
        timeNs,
        held: { ...held, inputsOutputs, other },
        ...others,
      })),
    ),
    spans: v.looseObject({ node: column(node), beginNs: column(amount), endNs: column(amount) }),
    resident: v.looseObject({ timeNs: column(amount), bytes: column(amount) }),
    peak: v.nullable(
      v.looseObject({
        timeNs: amount,
        total: amount,
        bytes: bytesByCategory,
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

type Sentence = VersionParts['sentence']

const weight = v.looseObject({ dims, dtype: text, bits: v.exactOptional(count) })
const attribute = v.looseObject({ name: text, value: text })

function modelOf(sentence: Sentence) {
  return v.looseObject({
    name: text,
    fileName: text,
    format: text,
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is no SHA-256')),
    fileBytes: amount,
    weightBytes: amount,
    inputs: list(
      v.looseObject({
        name: text,
        dims,
        declaredDims: v.exactOptional(v.pipe(v.array(v.nullable(count)), v.maxLength(64))),
        dtype: v.exactOptional(text),
      }),
    ),
    nodes: list(
      v.looseObject({
        name: text,
        op: text,
        dims: v.nullable(dims),
        from: v.exactOptional(list(node)),
        weights: v.exactOptional(list(weight)),
        attributes: v.exactOptional(list(attribute)),
        dtype: v.exactOptional(text),
        folded: v.exactOptional(v.boolean()),
        window: v.exactOptional(v.looseObject({ kernel: dims, strides: dims })),
      }),
    ),
    warnings: v.exactOptional(list(sentence)),
  })
}

function candidateOf(sentence: Sentence) {
  return v.looseObject({
    algorithm,
    unit,
    verdict: v.picklist(['chosen', 'rejected']),
    reason: sentence,
    cost: v.nullable(v.looseObject({ label: sentence, value: figure, better: v.picklist(['larger', 'smaller']) })),
    packedWeightBytes: v.nullable(amount),
    workspaceBytes: v.nullable(amount),
    operations: v.nullable(amount),
    nanoseconds: v.exactOptional(v.nullable(amount)),
    told: v.exactOptional(text),
  })
}

/** An algorithm or a figure that an engine's rules do not tell is null. */
function decisionOf({ sentence, rowMembers }: VersionParts) {
  return v.looseObject({
    node: count,
    ...rowMembers,
    algorithm: v.nullable(algorithm),
    unit,
    executor: v.nullable(text),
    inner: v.nullable(v.looseObject({ algorithm, unit, groups: count })),
    weightBytes: v.nullable(amount),
    packedWeightBytes: v.nullable(amount),
    workspaceBytes: v.nullable(amount),
    workspace: list(v.looseObject({ name: sentence, bytes: amount })),
    macs: v.nullable(amount),
    operations: v.nullable(amount),
    nanoseconds: v.exactOptional(v.nullable(amount)),
    overridden: v.exactOptional(
      v.looseObject({ by: text, instead: v.looseObject({ algorithm, unit }), told: v.exactOptional(text) }),
    ),
    candidates: list(candidateOf(sentence)),
    reason: sentence,
    dependsOn: list(text),
  })
}

/** The layer where memory is highest, and what is alive then. */
const peak = v.looseObject({
  node: count,
  activationBytes: amount,
  workspaceBytes: amount,
  alive: list(
    v.looseObject({ name: text, dims, bytes: amount, producer: v.nullable(count), lastUse: v.nullable(count) }),
  ),
})

/** A machine that times were told for. */
const machine = v.looseObject({
  processor: text,
  threads: count,
  arithmetic: list(v.looseObject({ isa: text, rate: amount })),
  reading: list(v.looseObject({ level: text, bytes: amount, one: amount, all: amount })),
})

function planOf(parts: VersionParts): v.GenericSchema<unknown, SavedPlan> {
  const { sentence, billMembers } = parts
  const plan: v.GenericSchema<unknown, unknown> = v.looseObject({
    decisions: list(decisionOf(parts)),
    steps: list(v.looseObject({ node: count, activationBytes: amount, workspaceBytes: amount })),
    fusions: list(v.looseObject({ node: count, into: count })),
    activationBound: v.nullable(amount),
    lifecycle: v.exactOptional(
      v.looseObject(Object.fromEntries(MOMENTS.map((moment) => [moment, v.nullable(amount)]))),
    ),
    totals: bytesByCategory,
    totalBytes: amount,
    ...billMembers,
    residentSetBytes: v.nullable(amount),
    othersNanoseconds: v.exactOptional(amount),
    notes: list(sentence),
    peak: v.exactOptional(v.nullable(peak)),
    timesFor: v.exactOptional(machine),
  })
  return plan as v.GenericSchema<unknown, SavedPlan>
}

function reportOf(sentence: Sentence) {
  return v.looseObject({
    startedAt: amount,
    durationNs: amount,
    inferenceNs: v.nullable(amount),
    iterations: count,
    executedIsa: text,
    peak: bytesByCategory,
    peakTrackedBytes: amount,
    executionPeak: v.exactOptional(v.nullable(peak)),
    arena: v.exactOptional(arenaOf(sentence)),
    baselineRssBytes: amount,
    peakRssBytes: amount,
    trackedAtPeakRss: bytesByCategory,
    layers: list(layerMeasurement),
    packedWeightBytes: v.exactOptional(amount),
    // An output may hold NaN or infinity, which JSON has not: they are saved as null and read as NaN.
    outputs: list(v.looseObject({ name: text, dims, min: orNaN(), max: orNaN(), mean: orNaN(), head: list(orNaN()) })),
    droppedEvents: count,
    notes: list(sentence),
    endedEarly: v.exactOptional(sentence),
  })
}

/** What a saved document of one version must look like. */
export function documentOf(parts: VersionParts): v.GenericSchema<unknown, SavedDocument> {
  const members = {
    label: text,
    configuration: parts.configuration,
    plan: planOf(parts),
    arena: v.exactOptional(arenaOf(parts.sentence)),
    run: v.exactOptional(v.looseObject({ report: reportOf(parts.sentence), timeline })),
    ...parts.entryMembers,
  }
  const head = {
    schema: v.literal(DOCUMENT_SCHEMA),
    schemaVersion: v.literal(parts.version),
    application: v.looseObject({ name: text, version: text }),
    savedAt: v.pipe(v.string(), v.isoTimestamp('is no time')),
  }
  const model = modelOf(parts.sentence)
  const entriesOf = <S extends v.GenericSchema>(entry: S) =>
    v.pipe(v.array(entry), v.minLength(1, 'has no entry'), v.maxLength(MOST_ENTRIES))
  const several = v.looseObject({
    ...head,
    models: v.pipe(v.array(model), v.minLength(1, 'has no model'), v.maxLength(MOST_ENTRIES)),
    entries: entriesOf(completed({ model: count, ...members })),
  })
  const ofOne = v.pipe(
    v.looseObject({ ...head, model, entries: entriesOf(completed(members)) }),
    v.transform(({ model: only, entries, ...rest }) => ({
      ...rest,
      models: [only],
      entries: entries.map((entry) => ({ ...entry, model: 0 })),
    })),
  )
  return v.pipe(
    (parts.several ? several : ofOne) as v.GenericSchema<
      unknown,
      SavedDocument & { schema: unknown; schemaVersion: unknown }
    >,
    v.check(
      ({ models, entries }) => entries.every(({ model: of }) => of < models.length),
      'names a model that the document does not have',
    ),
    v.check(
      ({ models, entries }) =>
        models.every(({ nodes }) =>
          nodes.every(({ from }) => from === undefined || from.every((id) => id < nodes.length)),
        ) && entries.every((entry) => nodesAreKnown(entry, models[entry.model]?.nodes.length ?? 0)),
      'names a node that the model does not have',
    ),
    v.transform(({ schema: _schema, schemaVersion: _version, ...document }) => document),
  )

  function completed(entry: v.ObjectEntries) {
    return v.pipe(
      v.looseObject(entry),
      v.transform((whole) => parts.completed(whole)),
    )
  }
}

function nodesAreKnown({ plan: { decisions, steps, leftOut }, arena, run }: SavedEntry, nodes: number): boolean {
  const known = (id: number) => id < nodes
  return (
    leftOut.every(known) &&
    [arena, run?.report.arena].every((each) => each === undefined || arenaFits(each, nodes)) &&
    decisions.every((each) => known(each.node)) &&
    steps.every((each) => known(each.node)) &&
    (run === undefined || run.report.layers.every((each) => known(each.node)))
  )
}

/** A sentence in English, for whoever reads the file, and as a message, so that the window says it in its language. */
const sentence = v.pipe(
  v.looseObject({ text, message: v.exactOptional(v.unknown()) }),
  v.transform((said): Message => (isMessage(said.message) ? said.message : recognised(said.text))),
)

/** What documents of this version and the one before have in common. */
export const TODAY: VersionParts = {
  version: DOCUMENT_SCHEMA_VERSION,
  several: true,
  configuration,
  sentence,
  rowMembers: { kind: v.picklist(LAYER_KINDS) },
  billMembers: {
    packedBeside: list(v.looseObject({ name: sentence, bytes: figure })),
    workspaceNote: v.nullable(sentence),
    leftOut: list(count),
  },
  entryMembers: {},
  completed: (entry) => entry as SavedEntry,
}

/** Documents of this version. */
export const documentSchema = documentOf(TODAY)
