// SPDX-License-Identifier: Apache-2.0
import { decisionsOf, joined, type StepName, stepName, withStep } from '../lib/undo'
import type { ActionContext } from './context'
import type { AppState } from './state'

/**
 * A change of state with the step that it is, if it is one: every change passes through here, so that no feature has
 * to care for undo. A change that says itself what the history is to be is taken as it is.
 */
export function recorded(before: AppState, part: Partial<AppState>): Partial<AppState> {
  if (part.undo !== undefined || before.model === null) return part
  const name = stepName(before, { ...before, ...part })
  return name === null ? part : { ...part, undo: withStep(before.undo, { name, before: decisionsOf(before) }) }
}

/** The change that takes the last step back as if it had not been done, where it leads to what was before. */
export function retracted({ undo, ...state }: AppState, part: Partial<AppState>): Partial<AppState> {
  const last = undo.done.at(-1)
  const same = last !== undefined && stepName(last.before, { ...state, ...part }) === null
  return { ...part, undo: same ? { ...undo, done: undo.done.slice(0, -1) } : undo }
}

/** Does several things that the user takes for one. */
export async function asOneStep({ get, set }: ActionContext, name: StepName, work: () => unknown): Promise<void> {
  const { undo: since, model } = get()
  await work()
  if (model !== null && get().model?.sha256 === model.sha256) set({ undo: joined(get().undo, since, name) })
}
