// SPDX-License-Identifier: Apache-2.0
import type {
  DocumentEntry,
  DocumentHead,
  SavedDocument,
  SavedEntry,
  SavedModel,
  SavedNode,
  SavedRun,
  SavedWeight,
} from '#contract/document'
import type { EventLog } from '#contract/event-log'
import type { DataType, ModelView, NodeView, TensorView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import type { Message } from '#messages/message'
import { english } from '#messages/say'
import { DOCUMENT_SCHEMA, DOCUMENT_SCHEMA_VERSION } from './schema'
import { withSentences, withWarnings } from './sentences'
import { savedTimeline } from './timeline'

/** The model without its weights; paths of the user's machine stay out. */
export function savedModel(view: ModelView): SavedModel {
  const { fileName, format, sha256, fileBytes, weightBytes } = view
  return {
    name: fileName.replace(/(?!^)\.[^.]*$/, ''),
    fileName,
    format,
    sha256,
    fileBytes,
    weightBytes,
    inputs: view.inputs.map(({ name, dims, declaredDims, tensor }) => ({
      name,
      dims,
      declaredDims,
      dtype: view.tensors[tensor]?.dtype ?? 'float32',
    })),
    nodes: savedNodes(view),
    warnings: view.warnings,
  }
}

function savedNodes({ nodes, tensors, inputs }: ModelView): SavedNode[] {
  const makers = new Map(inputs.map(({ tensor }) => [tensor, MODEL_INPUT]))
  for (const { id, outputs } of nodes) for (const output of outputs) makers.set(output, id)
  return nodes.map((node) => ({
    name: node.name,
    // What Convscope does not know goes by its name in the file, so that two of them are told apart.
    op: node.op === 'Unsupported' ? node.sourceOp : node.op,
    dims: tensors[node.outputs[0] ?? -1]?.dims ?? null,
    from: node.inputs.flatMap((tensor) =>
      tensors[tensor]?.constant === undefined ? (makers.get(tensor) ?? MODEL_INPUT) : [],
    ),
    weights: savedWeights(tensors, node),
    attributes: node.attributes,
    ...typeOf(tensors[node.outputs[0] ?? -1]),
    ...(node.folded ? { folded: true } : {}),
    ...(node.window === undefined ? {} : { window: node.window }),
  }))
}

function typeOf(tensor: TensorView | undefined): Pick<SavedNode, 'dtype'> {
  return tensor === undefined ? {} : { dtype: tensor.dtype }
}

const MODEL_INPUT = -1
const WHOLE: ReadonlySet<DataType> = new Set(['int64', 'int32', 'bool', 'string'])

function savedWeights(tensors: ModelView['tensors'], { inputs }: NodeView): SavedWeight[] {
  return inputs.flatMap((id) => {
    const tensor = tensors[id]
    if (tensor?.constant === undefined || tensor.dims === null || WHOLE.has(tensor.dtype)) return []
    const { dims, dtype, stored } = tensor
    return [{ dims, dtype, ...(stored === undefined ? {} : { bits: stored.bits }) }]
  })
}

/** One configuration's plan, with the run that executed it where there is one. */
export function savedEntry(
  label: string,
  plan: Plan,
  run?: { readonly report: RunReport; readonly log: EventLog },
): SavedEntry {
  const { modelId: _model, configuration, ...rest } = plan
  if (run === undefined) return { label, configuration, plan: rest }
  return { label, configuration, plan: rest, run: savedRun(run.report, run.log) }
}

/** A run as it is saved, apart from the plan that it executed. */
export function savedRun(of: RunReport, log: EventLog): SavedRun {
  const { runId: _run, modelId: _model, configuration: _planned, ...report } = of
  return { report, timeline: savedTimeline(log) }
}

/** The document as JSON text; README.md describes it. */
export function writeDocument(document: SavedDocument): string {
  const { entries, ...head } = document
  return [...documentPieces(head, entries)].join('')
}

/**
 * The same in pieces, of which each entry is one: they are asked for one by one, and so is the text. `made` makes JSON text in
 * smaller pieces (jsonPieces).
 */
export function* documentPieces(
  head: DocumentHead,
  entries: Iterable<DocumentEntry>,
  made: (value: object) => Iterable<string> = inOne,
): Generator<string, void, undefined> {
  const models = head.models.map((model) => withWarnings(model, said))
  // The brace that ends the head comes after the entries.
  let held: string | null = null
  for (const piece of made({ schema: DOCUMENT_SCHEMA, schemaVersion: DOCUMENT_SCHEMA_VERSION, ...head, models })) {
    if (held !== null) yield held
    held = piece
  }
  yield (held ?? '').slice(0, -1)
  let before = ',"entries":['
  for (const entry of entries) {
    for (const piece of made(withSentences(entry, said))) {
      yield before + piece
      before = ''
    }
    before = ','
  }
  yield ']}\n'
}

function inOne(value: object): readonly string[] {
  return [JSON.stringify(value)]
}

/** A sentence in English, for people and programs that read the file, and the message that it was made of. */
function said(message: Message) {
  return message.id === 'text' ? { text: message.text } : { text: english(message), message }
}
