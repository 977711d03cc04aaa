// SPDX-License-Identifier: Apache-2.0
import type { EntrySource, OpenedDocument } from '#contract/history'
import { decisionsOf, givenSizes, type Step, sizesText } from '../lib/undo'
import type { ActionContext } from './context'
import type { HistoryActions } from './history-actions'
import type { ModelActions } from './model-actions'
import type { PlanActions } from './plan-actions'
import type { TuningActions } from './tuning-actions'

interface Others extends Pick<PlanActions, 'replan'>, Pick<ModelActions, 'setInputShapes'> {
  readonly setDeleted: HistoryActions['setDeleted']
  readonly setNames: HistoryActions['setNames']
  readonly setTimingsForgotten: TuningActions['setTimingsForgotten']
}

export function createUndoActions(
  { get, set }: ActionContext,
  { replan, setInputShapes, setDeleted, setNames, setTimingsForgotten }: Others,
) {
  /** Makes what was decided then hold again, and what is shown follow. */
  async function restore({ before: wanted }: Step): Promise<void> {
    const { deleted, names, timingsForgotten, model, undo } = get()
    const { configuration, baseline, savedBaseline, picked, closed, overlay, limit } = wanted
    const isClosed = ({ id }: OpenedDocument) => closed.some((each) => each.id === id)
    // One that was closed is open again; those that were opened meanwhile stay.
    const reopened = get().closed.filter((each) => !isClosed(each))
    const documents = [...get().documents, ...reopened].filter((each) => !isClosed(each))
    const isThere = ({ saved }: EntrySource) =>
      saved?.kind !== 'document' || documents.some(({ id }) => id === saved.id)
    set({
      configuration,
      baseline,
      savedBaseline: savedBaseline !== null && isThere(savedBaseline) ? savedBaseline : null,
      picked: picked.filter(isThere),
      ...{ documents, closed, overlay, limit },
      ...{ deleted: wanted.deleted, names: wanted.names, timingsForgotten: wanted.timingsForgotten },
      comparison: null,
      undo,
    })
    await setDeleted(deleted, wanted.deleted)
    await setNames(names, wanted.names)
    await setTimingsForgotten(timingsForgotten, wanted.timingsForgotten)
    if (wanted.model !== null && sizesText(model) !== sizesText(wanted.model)) {
      await setInputShapes(givenSizes(wanted.model), { undo: get().undo })
    } else await replan()
  }

  return {
    /** Takes the last thing back that the user has decided about this model. */
    async undo(): Promise<void> {
      const { done, undone } = get().undo
      const step = done.at(-1)
      if (step === undefined) return
      const again = { name: step.name, before: decisionsOf(get()) }
      // What was told of it no longer holds.
      const notices = get().notices.filter((notice) => notice.step !== step)
      set({ undo: { done: done.slice(0, -1), undone: [...undone, again] }, notices })
      await restore(step)
    },
    /** Does again what was taken back last. */
    async redo(): Promise<void> {
      const { done, undone } = get().undo
      const step = undone.at(-1)
      if (step === undefined) return
      const back = { name: step.name, before: decisionsOf(get()) }
      set({ undo: { done: [...done, back], undone: undone.slice(0, -1) } })
      await restore(step)
    },
  }
}
