import type { Problem } from '#contract/errors'
import type { EntrySource, HistoryEntry, OpenedDocument } from '#contract/history'
import type { ModelView } from '#contract/model'
import type { GrowthLimit } from '#contract/verdict'
import type { Message } from '#messages/message'
import { sameMessage } from '#messages/say'
import { say } from '../i18n'
import { configurationKey } from '../lib/configurations'
import type { Side } from '../lib/sides'
import { timelineOf } from '../lib/timeline/timeline'
import type { ComparisonActions } from './comparison-actions'
import type { ActionContext } from './context'
import type { ModelActions } from './model-actions'
import type { PlanActions } from './plan-actions'
import type { Notice } from './state'

export interface HistoryActions {
  /** Lists anew what is kept of the open model. */
  refreshHistory(): Promise<void>
  /** Makes a kept plan or run the current one, with its shapes and its measurements. */
  loadEntry(entry: HistoryEntry): Promise<void>
  /** Makes a side of the comparison the current configuration, B; a kept one as loadEntry does. */
  makeCurrent(side: Side): Promise<void>
  renameEntry(id: string, name: string): Promise<void>
  deleteEntry(id: string): Promise<void>
  /** Opens a saved document beside the model, asking for the file where none is named; null where that was declined or failed. */
  openDocument(path?: string): Promise<OpenedDocument | null>
  closeDocument(id: string): void
  /** Lays the values of a node data file over the model. */
  openOverlay(): Promise<void>
  closeOverlay(): void
  setLimit(limit: GrowthLimit | null): void
  /** Main has kept something, or could not. */
  historyChanged(problem: Problem | null): void
}

interface Others {
  readonly plan: Pick<PlanActions, 'replan' | 'configure'>
  readonly comparison: Pick<ComparisonActions, 'pick' | 'forgetSaved'>
  readonly model: Pick<ModelActions, 'setInputShapes'>
  notify(kind: Notice['kind'], text: string): void
}

export function createHistoryActions({ bridge, get, set }: ActionContext, others: Others): HistoryActions {
  let told: Message | null = null

  function failed(problem: Problem): void {
    others.notify('failure', say(problem.message))
  }

  /** Whether the same file is open still: what is kept, and what lies over nodes, does not depend on input shapes. */
  function isOpen({ sha256 }: ModelView): boolean {
    return get().model?.sha256 === sha256
  }

  const actions: HistoryActions = {
    async refreshHistory() {
      const { model } = get()
      if (model === null) return
      const answer = await bridge.invoke('history:list', model.id)
      if (isOpen(model) && answer.ok) set({ history: answer.value })
    },
    async loadEntry(entry) {
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
    },
    async makeCurrent({ source: { saved, configuration } }) {
      const kept = saved?.kind === 'history' ? get().history?.entries.find(({ id }) => id === saved.id) : undefined
      if (kept === undefined) await others.plan.configure(configuration)
      else await actions.loadEntry(kept)
    },
    async renameEntry(id, name) {
      const { model } = get()
      if (model === null) return
      const answer = await bridge.invoke('history:rename', model.id, id, name)
      if (!isOpen(model)) return
      if (!answer.ok) return failed(answer.problem)
      set({ history: answer.value })
      others.comparison.pick(get().picked.map((source) => (source.saved?.id === id ? renamed(source, name) : source)))
    },
    async deleteEntry(id) {
      const { model } = get()
      if (model === null) return
      const answer = await bridge.invoke('history:delete', model.id, id)
      if (!isOpen(model)) return
      if (!answer.ok) return failed(answer.problem)
      set({ history: answer.value })
      others.comparison.forgetSaved(id)
    },
    async openDocument(path) {
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
    closeDocument(id) {
      void bridge.invoke('document:close', id)
      set({ documents: get().documents.filter((document) => document.id !== id) })
      others.comparison.forgetSaved(id)
    },
    async openOverlay() {
      const { model } = get()
      if (model === null) return
      const answer = await bridge.invoke('document:overlay', model.id)
      if (!isOpen(model)) return
      if (!answer.ok) failed(answer.problem)
      else if (answer.value !== null) set({ overlay: answer.value })
    },
    closeOverlay: () => set({ overlay: null }),
    setLimit: (limit) => set({ limit }),
    historyChanged(problem) {
      // A disk that is full stays full: once is enough.
      if (problem !== null && (told === null || !sameMessage(problem.message, told))) {
        told = problem.message
        failed(problem)
      }
      void actions.refreshHistory()
    },
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

function renamed({ label: _, ...source }: EntrySource, name: string): EntrySource {
  return name === '' ? source : { ...source, label: name }
}
