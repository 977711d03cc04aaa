// SPDX-License-Identifier: Apache-2.0
import type { Configuration, SettingId } from '#contract/configuration'
import type { EntrySource, HistoryId, NodeOverlay, OpenedDocument, SavedSource } from '#contract/history'
import type { InputSizes, ModelView } from '#contract/model'
import type { GrowthLimit } from '#contract/verdict'
import { sourceKey } from './sides'

/** What the user decides about one model, and can take back: everything else on screen follows from it. */
export interface Undoable {
  readonly configuration: Configuration
  readonly baseline: Configuration | null
  readonly savedBaseline: (EntrySource & { readonly saved: SavedSource }) | null
  readonly picked: readonly EntrySource[]
  /** Kept plans and runs that were deleted since the model was opened. */
  readonly deleted: readonly HistoryId[]
  /** Names of those whose name was changed since then. */
  readonly names: Readonly<Record<HistoryId, string>>
  /** Documents that were closed since then: main has them until the history of steps is gone. */
  readonly closed: readonly OpenedDocument[]
  /** Values of an imported file, shown beside those of the node; null where none is laid over. */
  readonly overlay: NodeOverlay | null
  /** How much more than A is allowed. */
  readonly limit: GrowthLimit | null
  /** How often times of kernels were forgotten since the model was opened. */
  readonly timingsForgotten: number
}

/** The same with the sizes of inputs, which belong to the model's view. */
export interface Decisions extends Undoable {
  readonly model: ModelView | null
}

export const STEP_KINDS = [
  'remedy',
  'entry',
  'engine',
  'isa',
  'threads',
  'setting',
  'settings',
  'overrides',
  'sizes',
  'delete',
  'keep',
  'baseline',
  'noBaseline',
  'swap',
  'sides',
  'rename',
  'document',
  'overlay',
  'limit',
  'timings',
] as const

/** What was done, as a button names it. */
export interface StepName {
  readonly kind: (typeof STEP_KINDS)[number]
  /** Of the kind "setting". */
  readonly setting?: SettingId
}

/** One thing that was done: its name, and what was decided before it. */
export interface Step {
  readonly name: StepName
  readonly before: Decisions
}

export interface UndoHistory {
  /** The last one last. */
  readonly done: readonly Step[]
  /** What was taken back, the next one to do again last; `before` is then what was decided after it. */
  readonly undone: readonly Step[]
}

export const NOTHING_DONE: UndoHistory = { done: [], undone: [] }

/** As many steps can be taken back. */
const DEPTH = 100

export function decisionsOf(state: Decisions): Decisions {
  const { configuration, baseline, savedBaseline, picked, model } = state
  const { deleted, names, closed, overlay, limit, timingsForgotten } = state
  return {
    ...{ configuration, baseline, savedBaseline, picked, model },
    ...{ deleted, names, closed, overlay, limit, timingsForgotten },
  }
}

/** What a step from one state to the next is called; null where the user would see no difference. */
export function stepName(from: Decisions, to: Decisions): StepName | null {
  if (from.deleted.length < to.deleted.length) return { kind: 'delete' }
  if (from.closed.length < to.closed.length) return { kind: 'document' }
  if (from.timingsForgotten < to.timingsForgotten) return { kind: 'timings' }
  const configured = from.configuration === to.configuration ? null : configurationStep(from, to)
  const before = baselineKey(from)
  const after = baselineKey(to)
  if (before !== after) {
    if (after === null) return { kind: 'noBaseline' }
    if (before === null || configured === null) return { kind: 'baseline' }
    return isExchange(from, to) ? { kind: 'swap' } : configured
  }
  if (configured !== null) return configured
  if (from.model !== to.model && sizesText(from.model) !== sizesText(to.model)) return { kind: 'sizes' }
  if (from.picked !== to.picked && keysOf(from.picked) !== keysOf(to.picked)) return { kind: 'sides' }
  if (from.overlay !== to.overlay) return { kind: 'overlay' }
  return JSON.stringify(from.limit) === JSON.stringify(to.limit) ? null : { kind: 'limit' }
}

/** Whether A and B have changed places. */
function isExchange(from: Decisions, to: Decisions): boolean {
  return baselineKey(to) === sourceKey({ configuration: from.configuration }) && to.configuration === from.baseline
}

/** The history with one thing more done; a limit that is typed digit by digit is one thing. */
export function withStep({ done, undone }: UndoHistory, step: Step): UndoHistory {
  if (step.name.kind === 'limit' && done.at(-1)?.name.kind === 'limit' && undone.length === 0) return { done, undone }
  return { done: [...done.slice(1 - DEPTH), step], undone: [] }
}

/** All steps since then as one of this name. */
export function joined(history: UndoHistory, since: UndoHistory, name: StepName): UndoHistory {
  const last = since.done.at(-1)
  const first = last === undefined ? 0 : history.done.indexOf(last) + 1
  const step = history.done[first]
  if (step === undefined || (last !== undefined && first === 0)) return history
  return { done: [...history.done.slice(0, first), { ...step, name }], undone: [] }
}

/** Sizes that the user gave; those that Convscope assumed are left to it again. */
export function givenSizes({ inputs, assumed }: ModelView): InputSizes {
  const assumedNames = new Set(assumed.map(({ name }) => name))
  return Object.fromEntries(
    inputs
      .filter(({ declaredDims }) => declaredDims.includes(null))
      .map(({ name, dims, dimNames }) => [
        name,
        dims.map((dim, axis) => {
          const open = dimNames[axis] ?? null
          return open === null || assumedNames.has(open) ? null : dim
        }),
      ]),
  )
}

/** One text per sizes of all inputs, of which a model has one view. */
export function sizesText(model: ModelView | null): string {
  return model === null ? '' : JSON.stringify(givenSizes(model))
}

function configurationStep({ configuration: from }: Decisions, { configuration: to }: Decisions): StepName | null {
  // What a profile does not have goes with the change of it.
  if (from.profile !== to.profile) return { kind: 'engine' }
  if (from.isa !== to.isa) return { kind: 'isa' }
  if (from.threads !== to.threads) return { kind: 'threads' }
  const changed = [...new Set([...Object.keys(from.settings), ...Object.keys(to.settings)])].filter(
    (id) => from.settings[id] !== to.settings[id],
  )
  const [setting] = changed
  if (setting !== undefined) return changed.length === 1 ? { kind: 'setting', setting } : { kind: 'settings' }
  const overrides = ({ overrides = [] }: Configuration) => JSON.stringify(overrides)
  return overrides(from) === overrides(to) ? null : { kind: 'overrides' }
}

function baselineKey({ baseline, savedBaseline }: Decisions): string | null {
  if (baseline === null) return null
  return sourceKey(savedBaseline ?? { configuration: baseline })
}

function keysOf(sources: readonly EntrySource[]): string {
  return sources.map(sourceKey).join('\n')
}
