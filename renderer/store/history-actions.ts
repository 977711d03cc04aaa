// SPDX-License-Identifier: Apache-2.0
import type { Problem, Result } from '#contract/errors'
import {
  documentRun,
  type EntrySource,
  type History,
  type HistoryEntry,
  type HistoryId,
  type OpenedDocument,
} from '#contract/history'
import type { ModelId, ModelView } from '#contract/model'
import type { GrowthLimit } from '#contract/verdict'
import type { Message } from '#messages/message'
import { sameMessage } from '#messages/say'
import { say, t } from '../i18n'
import { configurationKey } from '../lib/configurations'
import { withKnown } from '../lib/known-entries'
import { configurationName } from '../lib/labels'
import { documentSources, type Side } from '../lib/sides'
import { timelineOf } from '../lib/timeline/timeline'
import { decisionsOf, withStep } from '../lib/undo'
import type { ComparisonActions } from './comparison-actions'
import type { ActionContext } from './context'
import type { ModelActions } from './model-actions'
import type { PlanActions } from './plan-actions'
import type { AppState, Notice } from './state'
import { asOneStep } from './steps'

interface Others {
  readonly plan: Pick<PlanActions, 'replan' | 'configure'>
  readonly comparison: Pick<ComparisonActions, 'pick' | 'compare'>
  readonly model: Pick<ModelActions, 'setInputShapes'>
  notify(kind: Notice['kind'], text: string, more?: Pick<Notice, 'step'>): void
}

export type HistoryActions = ReturnType<typeof createHistoryActions>

export function createHistoryActions(context: ActionContext, others: Others) {
  const { bridge, get, set } = context
  let told: Message | null = null

  function failed(problem: Problem): void {
    others.notify('failure', say(problem.message))
  }

  function list(history: History): void {
    set({ history: withKnown(history, get().history) })
  }

  /** Whether the same file is open still: what is kept, and what lies over nodes, does not depend on input shapes. */
  function isOpen({ sha256 }: ModelView): boolean {
    return get().model?.sha256 === sha256
  }

  /** Asks main about the open model; undefined where that failed, which is told, or the file is another one by then. */
  async function ask<T>(request: (modelId: ModelId) => Promise<Result<T>>): Promise<T | undefined> {
    const { model } = get()
    if (model === null) return undefined
    const answer = await request(model.id)
    if (!isOpen(model)) return undefined
    if (answer.ok) return answer.value
    failed(answer.problem)
    return undefined
  }

  const actions = {
    /** Lists anew what is kept of the open model. */
    async refreshHistory(): Promise<void> {
      const { model } = get()
      if (model === null) return
      const answer = await bridge.invoke('history:list', model.id)
      if (isOpen(model) && answer.ok) list(answer.value)
    },
    /** Makes a kept plan or run the current one, with its shapes and its measurements. */
    async loadEntry(entry: HistoryEntry): Promise<void> {
      await asOneStep(context, { kind: 'entry' }, () => takeEntry(entry))
    },
    /** Makes a side of the comparison the current configuration, B; a kept one as loadEntry does. */
    async makeCurrent({ source: { saved, configuration } }: Side): Promise<void> {
      const kept = saved?.kind === 'history' ? get().history?.entries.find(({ id }) => id === saved.id) : undefined
      if (kept === undefined) await others.plan.configure(configuration)
      else await actions.loadEntry(kept)
    },
    async renameEntry(id: string, name: string): Promise<void> {
      const former = get().history?.entries.find((each) => each.id === id)?.name ?? ''
      const history = await ask((modelId) => bridge.invoke('history:rename', modelId, id, name))
      if (history === undefined) return
      const before = decisionsOf(get())
      const step = {
        name: { kind: 'rename' },
        before: { ...before, names: { ...before.names, [id]: former } },
      } as const
      const { picked, savedBaseline } = get()
      set({
        history: withKnown(history, get().history),
        names: { ...before.names, [id]: name },
        picked: picked.map((source) => (source.saved?.id === id ? renamed(source, name) : source)),
        savedBaseline: savedBaseline?.saved.id === id ? renamed(savedBaseline, name) : savedBaseline,
        undo: former === name ? get().undo : withStep(get().undo, step),
      })
      void others.comparison.compare()
    },
    /** Gives those names that differ from what they were. */
    async setNames(before: AppState['names'], now: AppState['names']): Promise<void> {
      for (const [id, name] of Object.entries(now)) {
        if (before[id] === name) continue
        const history = await ask((modelId) => bridge.invoke('history:rename', modelId, id, name))
        if (history !== undefined) list(history)
      }
    },
    /** Keeps the plan that is shown, as a row of its own. */
    async keepPlan(): Promise<void> {
      const { plan } = get()
      if (plan === null) return
      const known = new Set(get().history?.entries.map(({ id }) => id))
      const history = await ask((modelId) => bridge.invoke('history:keep', modelId, plan.configuration))
      if (history === undefined) return
      const added = history.entries.filter(({ id }) => !known.has(id)).map(({ id }) => id)
      // Taken back it is deleted.
      const before = { ...decisionsOf(get()), deleted: [...get().deleted, ...added] }
      const undo = added.length === 0 ? get().undo : withStep(get().undo, { name: { kind: 'keep' }, before })
      set({ history: withKnown(history, get().history), undo })
    },
    /** Deletes a kept plan or run; sides of it go, an A of it is planned now instead. Undo brings it back. */
    async deleteEntry(id: HistoryId): Promise<void> {
      const entry = get().history?.entries.find((each) => each.id === id)
      const history = await ask((modelId) => bridge.invoke('history:delete', modelId, id))
      if (history === undefined) return
      const listed = withKnown(history, get().history)
      set({ history: listed, deleted: [...get().deleted, id], ...withoutSaved(id) })
      if (entry !== undefined) {
        const name = entry.name || configurationName(get().host?.profiles ?? [], entry.configuration)
        const step = get().undo.done.at(-1)
        others.notify('success', t('runs:deleted', { name }), step === undefined ? {} : { step })
      }
      void others.comparison.compare()
    },
    /** Deletes what is to be deleted now, and brings back what is not any more. */
    async setDeleted(before: readonly HistoryId[], now: readonly HistoryId[]): Promise<void> {
      let history: History | undefined
      for (const id of before.filter((each) => !now.includes(each)).reverse()) {
        history = (await ask((modelId) => bridge.invoke('history:restore', modelId, id))) ?? history
      }
      for (const id of now.filter((each) => !before.includes(each))) {
        history = (await ask((modelId) => bridge.invoke('history:delete', modelId, id))) ?? history
      }
      if (history !== undefined) list(history)
    },
    /** Opens a saved document beside the model, asking for the file where none is named; null where that was declined or failed. */
    async openDocument(path?: string): Promise<OpenedDocument | null> {
      const { model } = get()
      if (model === null) return null
      const answer = await bridge.invoke('document:open', model.id, path ?? null)
      if (!answer.ok) {
        if (answer.problem.code !== 'cancelled') failed(answer.problem)
        return null
      }
      if (answer.value !== null) set({ documents: [...get().documents, answer.value] })
      return answer.value
    },
    /** Of a document that is shown by itself, what was measured: it belongs to its plans. */
    async loadRuns(document: OpenedDocument): Promise<void> {
      const { model } = get()
      if (model === null) return
      const answer = await bridge.invoke('document:entries', model.id, documentSources(document))
      if (!answer.ok || get().model !== model) return
      const measurements = new Map(get().measurements)
      for (const [index, { entry }] of [...answer.value.entries()].reverse()) {
        const { configuration, run } = entry
        const ofShown = document.entries[index]?.ofShown ?? false
        if (!ofShown || run === undefined || run.report.endedEarly !== undefined) continue
        const report = { ...run.report, runId: documentRun(document.id, index), modelId: model.id, configuration }
        measurements.set(configurationKey(configuration), { report, timeline: timelineOf(run.timeline) })
      }
      set({ measurements })
    },
    /** Closes a document, with the sides that are in it. Undo opens it again: until then main has it. */
    closeDocument(id: string): void {
      const { documents, closed } = get()
      const gone = documents.filter((document) => document.id === id)
      const left = documents.filter((document) => document.id !== id)
      set({ documents: left, closed: [...closed, ...gone], ...withoutSaved(id) })
      void others.comparison.compare()
    },
    /** Nothing brings these documents back any more. */
    letGo(documents: readonly OpenedDocument[]): void {
      const open = new Set(get().documents.map(({ id }) => id))
      for (const { id } of documents) if (!open.has(id)) void bridge.invoke('document:close', id)
    },
    /** Lays the values of a node data file over the model. */
    async openOverlay(): Promise<void> {
      const overlay = await ask((modelId) => bridge.invoke('document:overlay', modelId))
      if (overlay) set({ overlay })
    },
    closeOverlay: (): void => set({ overlay: null }),
    setLimit: (limit: GrowthLimit | null): void => set({ limit }),
    /** Main has kept something, or could not. */
    historyChanged(problem: Problem | null): void {
      // A disk that is full stays full: once is enough.
      if (problem !== null && (told === null || !sameMessage(problem.message, told))) {
        told = problem.message
        failed(problem)
      }
      void actions.refreshHistory()
    },
  }

  /** The sides of the comparison without a kept entry, or a document, that is gone. */
  function withoutSaved(id: string): Partial<AppState> {
    const { picked, savedBaseline } = get()
    const isIt = ({ saved }: EntrySource) => saved?.id === id
    const left = { picked: picked.filter((source) => !isIt(source)) }
    return savedBaseline !== null && isIt(savedBaseline) ? { ...left, savedBaseline: null, comparison: null } : left
  }

  async function takeEntry(entry: HistoryEntry): Promise<void> {
    if (!(await takeShapes(entry))) return
    const { model } = get()
    if (model === null) return
    const answer = await bridge.invoke('history:load', model.id, entry.id)
    if (get().model !== model) return
    if (!answer.ok) return failed(answer.problem)
    const { configuration, run } = answer.value
    if (run !== undefined) {
      const report = { ...run.report, runId: entry.id, modelId: model.id, configuration }
      const measurements = new Map(get().measurements)
      measurements.set(configurationKey(configuration), { report, timeline: timelineOf(run.timeline) })
      set({ measurements })
    }
    set({ configuration })
    await others.plan.replan()
  }

  /** The shapes that an entry was made with. */
  async function takeShapes(entry: HistoryEntry): Promise<boolean> {
    const { model } = get()
    if (model === null) return false
    const same = entry.inputs.every(({ name, dims }) => {
      const input = model.inputs.find((each) => each.name === name)
      return input === undefined || input.dims.join() === dims.join()
    })
    if (same) return true
    await others.model.setInputShapes(Object.fromEntries(entry.inputs.map(({ name, dims }) => [name, dims])))
    return get().problem === null
  }

  return actions
}

function renamed<T extends EntrySource>(
  { label: _, ...source }: T,
  name: string,
): Omit<T, 'label'> & { label?: string } {
  return name === '' ? source : { ...source, label: name }
}
