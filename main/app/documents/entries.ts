// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Arena, ArenaOrigin } from '#contract/arena'
import type { Comparison } from '#contract/comparison'
import type { Entry, SavedDocument, SavedModel } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import type { ComparisonRequest, EntrySource, OpenedDocument, SavedSource } from '#contract/history'
import type { ModelId, ModelView } from '#contract/model'
import type { ModelDiff, NodeDiff } from '#contract/model-diff'
import { compareEntries, matchByName } from '#core/comparison/entries'
import { entriesOf, heldEntries, shownEntries, shownEntry } from '#core/document/entries'
import { savedEntry, savedModel, writeDocument } from '#core/document/write'
import type { FileTasks } from '../files/file-tasks'
import type { RunHost } from '../runs/runs'
import type { OpenModel, OpenModelPlans } from '../thread/threaded-core'
import type { DocumentLoader } from './document-loader'
import type { HistoryStore } from './history/history'
import type { KeptSides } from './kept-sides'
import { entryOf, gone, type LocatedEntry, readEntry } from './located-entry'

/** Entries wherever they are: planned now, of a run of this session, in the history, in an opened document. */
export interface EntryFinder {
  find(modelId: ModelId, source: EntrySource): Promise<Result<Entry>>
  /** The same, with a kept entry left where it is. */
  locate(modelId: ModelId, source: EntrySource): Promise<Result<LocatedEntry>>
  /** The same to be saved: of what is planned now with where everything lies. */
  locateWhole(modelId: ModelId, source: EntrySource): Promise<Result<LocatedEntry>>
  /** Any two entries; layers are those of the open model where it has them. */
  compare(request: ComparisonRequest): Promise<Result<Comparison>>
  openDocument(path: string): Promise<Result<OpenedDocument>>
  /** Makes a document of one entry, which stays when another model is opened. */
  keep(modelId: ModelId, source: EntrySource): Promise<Result<OpenedDocument>>
  /** What was kept so by an earlier start, by its name. */
  reopen(kept: string): Promise<Result<OpenedDocument>>
  /** One that is opened; null where it is closed. */
  document(id: string): SavedDocument | null
  closeDocument(id: string): void
}

interface EntryFinderParts {
  readonly store: Pick<OpenModel, 'view'>
  readonly planner: Pick<OpenModelPlans, 'plan' | 'arena'>
  readonly runs: Pick<RunHost, 'measured'>
  readonly history: HistoryStore
  readonly tasks: Pick<FileTasks, 'run'>
  readonly load: DocumentLoader
  readonly sides: KeptSides
}

export function createEntryFinder({
  store,
  planner,
  runs,
  history,
  tasks,
  load,
  sides,
}: EntryFinderParts): EntryFinder {
  const documents = new Map<string, SavedDocument>()
  let count = 0

  const added = (
    document: SavedDocument,
    fileName: string,
    from: Pick<OpenedDocument, 'path' | 'kept'> = {},
  ): OpenedDocument => {
    count += 1
    const id = `document-${count}`
    documents.set(id, document)
    const shown = shownEntry(document)
    const shownModel = document.models[document.entries[shown]?.model ?? 0]
    return {
      ...{ id, fileName, shown, ...from },
      entries: entriesOf(document).map(({ model, entry: { label, configuration, plan } }) => ({
        ...{ label, configuration, totalBytes: plan.totalBytes, ofShown: model === shownModel },
        model: { name: model.name, fileName: model.fileName, sha256: model.sha256 },
      })),
    }
  }

  const saved = (modelId: ModelId, source: SavedSource): Result<LocatedEntry> => {
    if (source.kind === 'document') {
      const document = documents.get(source.id)
      if (document === undefined) return gone({ id: 'problem.documentClosed' })
      const entry = entryOf(document, source.index)
      return entry.ok ? ok({ ...fileOf(entry.value.model), at: { here: entry.value } }) : entry
    }
    const view = store.view(modelId)
    if (!view.ok) return view
    const kept = history.locate(view.value.sha256, source.id)
    return kept.ok ? ok({ ...fileOf(view.value), at: { kept: kept.value } }) : kept
  }

  const finder: EntryFinder = {
    async find(modelId, source) {
      const located = await finder.locate(modelId, source)
      return located.ok ? readEntry(located.value) : located
    },
    async locate(modelId, { configuration, runId, saved: source, label }) {
      if (source !== undefined) {
        const found = saved(modelId, source)
        return found.ok && label !== undefined ? ok({ ...found.value, label }) : found
      }
      const view = store.view(modelId)
      if (!view.ok) return view
      const plan = await planner.plan(modelId, configuration)
      if (!plan.ok) return plan
      const document = view.value.document === undefined ? undefined : documents.get(view.value.document.id)
      if (document !== undefined) {
        // A plan of it is an entry of it, with its run.
        const here = shownEntries(document).find(({ entry }) => isDeepStrictEqual(entry.configuration, configuration))
        if (here === undefined) return gone({ id: 'problem.noSuchEntry' })
        return ok({ ...fileOf(here.model), ...(label === undefined ? {} : { label }), at: { here } })
      }
      const run = runId === undefined ? undefined : runs.measured(runId)
      const entry = savedEntry(label ?? '', plan.value)
      const own = run?.report.modelId === modelId && isDeepStrictEqual(run.report.configuration, configuration)
      const here = { model: savedModel(view.value), entry: own ? { ...entry, run: run.saved } : entry }
      return ok({ ...fileOf(view.value), at: { here } })
    },
    async locateWhole(modelId, source) {
      const located = await finder.locate(modelId, source)
      // A document that is shown, and what is kept, say what they say.
      const shown = store.view(modelId)
      if (!located.ok || source.saved !== undefined || !shown.ok || shown.value.document !== undefined) return located
      const { at } = located.value
      if (!('here' in at)) return located
      const { model, entry } = at.here
      const lie = async (origin: ArenaOrigin): Promise<{ readonly arena?: Arena }> => {
        const arena = await planner.arena(modelId, source.configuration, origin)
        return arena.ok ? { arena: arena.value } : {}
      }
      const whole = { ...entry, ...(await lie('plan')) }
      const { run } = entry
      // One in stages tells it itself.
      const told = run === undefined || run.report.arena !== undefined ? {} : await lie('run')
      const ran = run === undefined ? {} : { run: { ...run, report: { ...run.report, ...told } } }
      return ok({ ...located.value, at: { here: { model, entry: { ...whole, ...ran } } } })
    },
    async compare({ modelId, a, b }) {
      const view = store.view(modelId)
      if (!view.ok) return view
      const entryA = await finder.find(modelId, a)
      if (!entryA.ok) return entryA
      const entryB = await finder.find(modelId, b)
      if (!entryB.ok) return entryB
      const { comparison, unmatched } = compareEntries(entryA.value, entryB.value)
      const toOpen = matchByName(entryB.value.model, view.value)
      const layers = comparison.layers.map((layer) => ({ ...layer, node: openNode(toOpen, layer.node) }))
      const all = unmatched.a.length + unmatched.b.length === 0
      const diff = comparison.models && located(comparison.models, view.value, toOpen)
      return ok({
        ...comparison,
        layers,
        ...(diff === undefined ? {} : { models: diff }),
        ...(all ? {} : { unmatched }),
      })
    },
    document: (id) => documents.get(id) ?? null,
    async openDocument(path) {
      const document = await tasks.run(basename(path), 'reading', ({ signal }) => load(path, signal))
      if (!document.ok) return document
      return ok(added(document.value, basename(path), { path }))
    },
    async keep(modelId, source) {
      const located = await finder.locateWhole(modelId, source)
      const found = located.ok ? readEntry(located.value) : located
      if (!found.ok) return found
      const { model, entry } = found.value
      const head = { application: { name: 'Convscope', version: '' }, savedAt: new Date().toISOString() }
      const document = { ...head, ...heldEntries([{ model, entry }]) }
      const kept = await sides.write(found.value, () => writeDocument(document))
      return ok(added(document, model.fileName, kept === null ? {} : { kept }))
    },
    async reopen(kept) {
      const path = sides.find(kept)
      const document = path === null ? null : await load(path, new AbortController().signal)
      const [model] = document?.ok ? document.value.models : []
      if (!document?.ok || model === undefined) {
        return fail({ code: 'file/not-found', message: { id: 'problem.keptSideGone' } })
      }
      return ok(added(document.value, model.fileName, { kept }))
    },
    closeDocument: (id) => void documents.delete(id),
  }
  return finder
}

/** The diff with ids of the open model, which may be A's, B's, or one whose operations go by B's names. */
function located(diff: ModelDiff, { sha256 }: ModelView, toOpen: ReadonlyMap<number, number>): ModelDiff {
  const idOf = ({ a, b }: NodeDiff) =>
    diff.a.sha256 === sha256 ? a : diff.b.sha256 === sha256 ? b : openNode(toOpen, b)
  return { ...diff, nodes: diff.nodes.map((each) => ({ ...each, node: idOf(each) })) }
}

function openNode(toOpen: ReadonlyMap<number, number>, node: number | null): number | null {
  return node === null ? null : (toOpen.get(node) ?? null)
}

function fileOf({ sha256, fileName }: Pick<SavedModel, 'sha256' | 'fileName'>) {
  return { sha256, fileName }
}
