import { isDeepStrictEqual } from 'node:util'
import type { ComparisonRequest } from '#contract/channels'
import type { Comparison } from '#contract/comparison'
import type { SavedDocument, SavedEntry } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import type { EntrySource, OpenedDocument, SavedSource } from '#contract/history'
import type { Message } from '#contract/messages/message'
import type { ModelId } from '#contract/model'
import { type ComparedEntry, compareEntries } from '../export/document/compare'
import { loadDocument } from '../export/document/read'
import { savedEntry, savedModel } from '../export/document/write'
import type { HistoryStore } from './history/history'
import type { ModelStore } from './model-store'
import type { Planner } from './planner'
import type { RunHost } from './runs'

/** Entries wherever they are: planned now, of a run of this session, in the history, in an opened document. */
export interface EntryFinder {
  find(modelId: ModelId, source: EntrySource): Result<ComparedEntry>
  /** Of two configurations, or of a saved entry (A) and a configuration. */
  compare(request: ComparisonRequest): Result<Comparison>
  openDocument(path: string, modelId: ModelId): Promise<Result<OpenedDocument>>
}

interface EntryFinderParts {
  readonly store: ModelStore
  readonly planner: Planner
  readonly runs: Pick<RunHost, 'measured' | 'report'>
  readonly history: HistoryStore
}

/** Documents kept open; the one opened longest ago gives way. */
const MOST_DOCUMENTS = 8

export function createEntryFinder({ store, planner, runs, history }: EntryFinderParts): EntryFinder {
  const documents = new Map<string, SavedDocument>()
  let count = 0

  const saved = (modelId: ModelId, source: SavedSource): Result<ComparedEntry> => {
    if (source.kind === 'document') {
      const document = documents.get(source.id)
      return document === undefined ? gone({ id: 'problem.documentClosed' }) : entryOf(document, source.index)
    }
    const stored = store.get(modelId)
    if (!stored.ok) return stored
    const document = history.load(stored.value.view.sha256, source.id)
    return document.ok ? entryOf(document.value, 0) : document
  }

  const finder: EntryFinder = {
    find(modelId, { configuration, runId, saved: source, label }) {
      if (source !== undefined) {
        const found = saved(modelId, source)
        return found.ok && label !== undefined ? ok(labelled(found.value, label)) : found
      }
      const stored = store.get(modelId)
      if (!stored.ok) return stored
      const plan = planner.plan(modelId, configuration)
      if (!plan.ok) return plan
      const run = runId === undefined ? undefined : runs.measured(runId)
      const entry = savedEntry(label ?? '', plan.value)
      const own = run?.report.modelId === modelId && isDeepStrictEqual(run.report.configuration, configuration)
      return ok({ model: savedModel(stored.value.view), entry: own ? { ...entry, run: run.saved } : entry })
    },
    compare(request) {
      const { modelId, a, b, runB, savedA } = request
      if (savedA === undefined) return planner.compare(request, runs.report)
      const entryA = finder.find(modelId, { configuration: a, saved: savedA })
      if (!entryA.ok) return entryA
      const entryB = finder.find(modelId, { configuration: b, ...(runB === undefined ? {} : { runId: runB }) })
      if (!entryB.ok) return entryB
      const { comparison, unmatched } = compareEntries(entryA.value, entryB.value)
      const all = unmatched.a.length + unmatched.b.length === 0
      return ok(all ? comparison : { ...comparison, unmatched })
    },
    async openDocument(path, modelId) {
      const stored = store.get(modelId)
      if (!stored.ok) return stored
      const document = await loadDocument(path)
      if (!document.ok) return document
      count += 1
      const id = `document-${count}`
      documents.set(id, document.value)
      for (const oldest of documents.keys()) {
        if (documents.size <= MOST_DOCUMENTS) break
        documents.delete(oldest)
      }
      const { model, entries } = document.value
      return ok({
        id,
        fileName: path.split(/[\\/]/).at(-1) ?? path,
        modelName: model.name,
        sameModel: model.sha256 === stored.value.view.sha256,
        entries: entries.map(({ label, configuration }) => ({ label, configuration })),
        totalBytes: entries.map(({ plan }) => plan.totalBytes),
      })
    },
  }
  return finder
}

function entryOf({ model, entries }: SavedDocument, index: number): Result<ComparedEntry> {
  const entry: SavedEntry | undefined = entries[index]
  return entry === undefined ? gone({ id: 'problem.noSuchEntry' }) : ok({ model, entry })
}

function labelled({ model, entry }: ComparedEntry, label: string): ComparedEntry {
  return { model, entry: { ...entry, label } }
}

function gone(message: Message): Result<never> {
  return fail({ code: 'file/not-found', message, hint: { id: 'hint.openAgain' } })
}
