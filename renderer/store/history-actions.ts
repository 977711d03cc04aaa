// SPDX-License-Identifier: Apache-2.0
import type { Problem, Result } from '#contract/errors'
import type { EntrySource, HistoryEntry, OpenedDocument } from '#contract/history'
import type { ModelId, ModelView } from '#contract/model'
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

interface Others {
  readonly plan: Pick<PlanActions, 'replan' | 'configure'>
  readonly comparison: Pick<ComparisonActions, 'pick' | 'forgetSaved'>
  readonly model: Pick<ModelActions, 'setInputShapes'>
  notify(kind: Notice['kind'], text: string): void
}

export function createHistoryActions({ bridge, get, set }: ActionContext, others: Others) {
  let told: Message | null = null

  function failed(problem: Problem): void {
    others.notify('failure', say(problem.message))
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
      if (isOpen(model) && answer.ok) set({ history: answer.value })
    },
    /** Makes a kept plan or run the current one, with its shapes and its measurements. */
    async loadEntry(entry: HistoryEntry): Promise<void> {
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
    /** Makes a side of the comparison the current configuration, B; a kept one as loadEntry does. */
    async makeCurrent({ source: { saved, configuration } }: Side): Promise<void> {
      const kept = saved?.kind === 'history' ? get().history?.entries.find(({ id }) => id === saved.id) : undefined
      if (kept === undefined) await others.plan.configure(configuration)
      else await actions.loadEntry(kept)
    },
    async renameEntry(id: string, name: string): Promise<void> {
      const history = await ask((modelId) => bridge.invoke('history:rename', modelId, id, name))
      if (history === undefined) return
      set({ history })
      others.comparison.pick(get().picked.map((source) => (source.saved?.id === id ? renamed(source, name) : source)))
    },
    async deleteEntry(id: string): Promise<void> {
      const history = await ask((modelId) => bridge.invoke('history:delete', modelId, id))
      if (history === undefined) return
      set({ history })
      others.comparison.forgetSaved(id)
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
    closeDocument(id: string): void {
      void bridge.invoke('document:close', id)
      set({ documents: get().documents.filter((document) => document.id !== id) })
      others.comparison.forgetSaved(id)
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
