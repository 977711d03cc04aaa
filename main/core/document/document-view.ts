// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util'
import type { Arena, ArenaOrigin } from '#contract/arena'
import type { Configuration } from '#contract/configuration'
import type { Entry, SavedDocument, SavedModel, SavedNode } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import type { EntryView } from '#contract/history'
import type { DataType, InputView, ModelId, ModelView, NodeView, TensorView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { ELEMENT_BYTES } from '#core/model/element-count'
import { shownEntries } from './entries'

/** A document that was opened, and stands for its model. */
export interface ShownDocument {
  readonly path: string
  /** OpenedDocument.id. */
  readonly documentId: string
  readonly document: SavedDocument
}

/** The model of a saved document as the window sees it, without its file. */
export function documentView(id: ModelId, { path, documentId, document }: ShownDocument): ModelView {
  const { application, savedAt } = document
  const [first] = shownEntries(document)
  if (first === undefined) throw new Error('a document has an entry')
  return {
    ...modelView(id, path, first.model),
    document: { id: documentId, application: `${application.name} ${application.version}`, savedAt },
  }
}

/** An entry as the window sees it beside the model that is open. */
export function entryView({ model, entry: { configuration, plan } }: Entry): EntryView {
  const view = modelView(`saved ${model.sha256}`, model.fileName, model)
  return { view, plan: { modelId: view.id, configuration, ...plan } }
}

/**
 * A saved model: nodes, shapes and attributes as they were saved. Every node has one tensor, that of its first output.
 * `path`: of the file that it was read from.
 */
function modelView(id: ModelId, path: string, model: SavedModel): ModelView {
  const tensors: TensorView[] = []
  const add = (tensor: Omit<TensorView, 'id' | 'bytes'>): number => {
    tensors.push({ id: tensors.length, ...tensor, bytes: bytesOf(tensor.dims, tensor.dtype) })
    return tensors.length - 1
  }
  const inputs = model.inputs.map(({ name, dims, declaredDims = dims, dtype }): InputView => {
    const open = declaredDims.map((dim) => (dim === null ? '' : null))
    const tensor = add({ name, dims, dtype: typeNamed(dtype) })
    return { tensor, name, dims, declaredDims, dimNames: open, roles: dims.map(() => 'axis' as const) }
  })
  const results = model.nodes.map(({ name, dims, dtype }) => add({ name, dims, dtype: typeNamed(dtype) }))
  const read = new Set<number>()
  const nodes = model.nodes.map((node, index): NodeView => {
    const data = sourcesOf(node, inputs, results)
    for (const tensor of data) read.add(tensor)
    const constants = (node.weights ?? []).map(({ dims, dtype, bits }, place) =>
      add({
        name: `${node.name} #${place + 1}`,
        dims,
        dtype: typeNamed(dtype),
        constant: bits === undefined ? 'file' : 'quantised',
      }),
    )
    return {
      id: index,
      name: node.name,
      op: node.op,
      sourceOp: node.op,
      inputs: [...data, ...constants],
      outputs: [results[index] ?? 0],
      attributes: node.attributes ?? [],
      folded: node.folded ?? false,
      ...(node.window === undefined ? {} : { window: node.window }),
    }
  })
  const { fileName, format, sha256, fileBytes, weightBytes, warnings = [] } = model
  return {
    ...{ id, path, fileName, format, sha256, fileBytes, weightBytes, warnings, nodes, tensors, inputs },
    producer: '',
    assumed: [],
    outputs: results.filter((tensor) => !read.has(tensor)),
    synthesisedWeights: false,
  }
}

/** The tensors that a node reads, constants left out. A node of which an earlier version did not tell reads none. */
function sourcesOf({ from = [] }: SavedNode, inputs: readonly InputView[], results: readonly number[]): number[] {
  const [first] = inputs
  return [...new Set(from)].flatMap((maker) => {
    if (maker >= 0) return results[maker] ?? []
    // Which of several inputs it is was not saved: the first stands for all.
    return first?.tensor ?? []
  })
}

function typeNamed(name: string | undefined): DataType {
  return name !== undefined && Object.hasOwn(ELEMENT_BYTES, name) ? (name as DataType) : 'float32'
}

function bytesOf(dims: readonly number[] | null, dtype: DataType): number | null {
  const elementBytes = ELEMENT_BYTES[dtype]
  return dims === null || elementBytes === null ? null : dims.reduce((a, b) => a * b, 1) * elementBytes
}

/** Of a document whose model is not at hand there are the plans that it holds, and no other. */
export function savedPlan(document: SavedDocument, modelId: ModelId, configuration: Configuration): Result<Plan> {
  const entries = shownEntries(document)
  const found = entries.find(({ entry }) => isDeepStrictEqual(entry.configuration, configuration))
  const file = entries[0]?.model.fileName ?? ''
  return found === undefined ? needsModel(file) : ok({ modelId, configuration, ...found.entry.plan })
}

/** Where everything lies under a plan that it holds. */
export function savedArena(document: SavedDocument, configuration: Configuration, origin: ArenaOrigin): Result<Arena> {
  const found = shownEntries(document).find(({ entry }) => isDeepStrictEqual(entry.configuration, configuration))
  if (found === undefined) return needsModel(document.models[0]?.fileName ?? '')
  const { entry, model } = found
  const arena = origin === 'plan' ? entry.arena : entry.run?.report.arena
  if (arena !== undefined) return ok(arena)
  const id = entry.arena === undefined ? 'problem.noArenaSaved' : 'problem.noArenaKnown'
  return fail({ code: 'model/not-here', message: { id }, hint: { id: 'hint.openModelFile', file: model.fileName } })
}

/** What is asked takes the model's own file. */
export function needsModel(file: string): Result<never> {
  return fail({
    code: 'model/not-here',
    message: { id: 'problem.modelNotHere', file },
    hint: { id: 'hint.openModelFile', file },
  })
}
