// SPDX-License-Identifier: Apache-2.0
import { MOST_SIDES } from '#contract/comparison'
import { ok, type Problem, type Result } from '#contract/errors'
import type { EntrySource, OpenedDocument } from '#contract/history'
import type { ModelView } from '#contract/model'
import type { LeftDocument, Workspace } from '#contract/workspace'
import { givenSizes } from '../lib/undo'
import type { ActionContext } from './context'
import { type AppState, COLOUR_BY, TABS } from './state'

/** A workspace is written once nothing of it has changed for so long, in milliseconds. */
const SETTLES_MS = 400

/** A model as it was left: its view with the sizes that were given, and the state. */
export interface LeftModel {
  readonly model: ModelView
  readonly state: Partial<AppState>
}

/** Keeps what is left of the open model, for the next time that it is opened. */
export interface WorkspaceKeeper {
  /** Looks at a new state. */
  note(): void
  /** Writes at once what was waiting. */
  flush(): Promise<void>
  /** What was left of a model; null where nothing was. */
  load(model: ModelView): Promise<LeftModel | null>
  /** The same of a workspace that is at hand. */
  restore(model: ModelView, left: Workspace): Promise<LeftModel>
}

export function createWorkspaceKeeper({ bridge, get }: Pick<ActionContext, 'bridge' | 'get'>): WorkspaceKeeper {
  let known: readonly unknown[] = []
  let waiting: { readonly sha256: string; readonly workspace: Workspace } | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const left = waiting
    waiting = null
    // Where it cannot be written there is nothing that the user could do.
    if (left !== null) await bridge.invoke('workspace:keep', left.sha256, left.workspace)
  }

  return {
    flush,
    note() {
      const state = get()
      const parts = workspaceParts(state)
      const former = known
      known = parts
      if (state.model === null) return
      // A model that has just been opened is as it was left, but for an A that it was opened with: of another model, or asked for.
      const opened = state.model.sha256 !== (former[0] as ModelView | undefined)?.sha256
      if (opened && state.baseline === null) return
      // A document shows a model that is elsewhere, whose workspace is its own.
      if (state.model.document !== undefined) return
      if (parts.every((part, at) => part === former[at])) return
      waiting = { sha256: state.model.sha256, workspace: workspaceOf(state, state.model) }
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => void flush(), SETTLES_MS)
    },
    async load(model) {
      // What is left of the former model is no longer told once this one changes.
      await flush()
      const answer = await bridge.invoke('workspace:load', model.sha256)
      return !answer.ok || answer.value === null ? null : restore(model, answer.value)
    },
    restore,
  }

  async function restore(model: ModelView, left: Workspace): Promise<LeftModel> {
    const given = Object.values(left.sizes).some((dims) => dims.some((dim) => dim !== null))
    const resized = given ? await bridge.invoke('model:set-input-shapes', model.id, left.sizes) : null
    const view = resized?.ok ? resized.value : model
    const history = await bridge.invoke('history:list', view.id)
    const entries = new Set(history.ok ? history.value.entries.map(({ id }) => id) : [])
    const { opened, problem } = await reopened(view, left)
    const again = withDocuments(left, opened)
    const state = stateOf(again, view, ({ saved }) => saved?.kind !== 'history' || entries.has(saved.id))
    const documents = [...new Map([...get().documents, ...opened.values()].map((each) => [each.id, each])).values()]
    return { model: view, state: { ...state, documents, ...(problem === null ? {} : { problem }) } }
  }

  /** The documents that were open, by the id that they had; the first that cannot be read any more is a problem. */
  async function reopened(model: ModelView, { documents = [] }: Workspace) {
    const opened = new Map<string, OpenedDocument>()
    let problem: Problem | null = null
    for (const left of documents) {
      const answer = await reopen(model, left)
      if (!answer.ok) problem ??= answer.problem
      else if (answer.value !== null) opened.set(left.id, answer.value)
    }
    return { opened, problem }
  }

  async function reopen(model: ModelView, left: LeftDocument): Promise<Result<OpenedDocument | null>> {
    const here = get().documents.find(({ path, kept }) => ('kept' in left ? kept === left.kept : path === left.path))
    if (here !== undefined) return ok(here)
    return 'kept' in left
      ? bridge.invoke('document:reopen', left.kept)
      : bridge.invoke('document:open', model.id, left.path)
  }
}

/** With sides named by the documents as they are open now; sides of those that are gone are gone, and an A with them. */
function withDocuments(left: Workspace, opened: ReadonlyMap<string, OpenedDocument>): Workspace {
  const named = (source: EntrySource): EntrySource[] => {
    const { saved } = source
    if (saved?.kind !== 'document') return [source]
    const document = opened.get(saved.id)
    return document?.entries[saved.index] === undefined ? [] : [{ ...source, saved: { ...saved, id: document.id } }]
  }
  return {
    ...left,
    baseline: left.baseline === null ? null : (named(left.baseline)[0] ?? null),
    picked: left.picked.flatMap(named),
  }
}

/** Everything that a workspace is made of, the model first. */
export function workspaceParts(state: AppState): readonly unknown[] {
  const { model, configuration, baseline, savedBaseline, picked, chosenSide, tab, selected } = state
  const { colourBy, blocksCollapsed, foldLevel, openedFolds, panels } = state
  return [
    ...[model, configuration, baseline, savedBaseline, picked, chosenSide, tab, selected],
    ...[colourBy, blocksCollapsed, foldLevel, openedFolds, panels, state.documents],
  ]
}

export function workspaceOf(state: AppState, model: ModelView): Workspace {
  const { configuration, baseline, savedBaseline, picked, chosenSide, tab, selected } = state
  const { colourBy, blocksCollapsed, foldLevel, openedFolds, panels } = state
  const a = savedBaseline ?? (baseline === null ? null : { configuration: baseline })
  const documents = leftDocuments(state.documents, a === null ? picked : [...picked, a])
  const files = new Set(documents.map(({ id }) => id))
  /** What was kept of another model and could not be written is there for as long as the window is. */
  const outlasts = ({ saved }: EntrySource) => saved?.kind !== 'document' || files.has(saved.id)
  return {
    configuration,
    sizes: givenSizes(model),
    ...(documents.length === 0 ? {} : { documents }),
    baseline: a !== null && outlasts(a) ? lasting(a) : null,
    picked: picked.filter(outlasts).map(lasting),
    ...{ chosenSide, tab, selected, colourBy, blocksCollapsed, foldLevel },
    openedFolds: [...openedFolds],
    panels,
  }
}

/** Those of files, and what was kept of other models where a side is of it; those of sides are the last to go. */
function leftDocuments(documents: readonly OpenedDocument[], sides: readonly EntrySource[]): readonly LeftDocument[] {
  const needed = new Set(sides.map(({ saved }) => saved?.id))
  const [of = [], others = []] = [true, false].map((isOf) => documents.filter(({ id }) => needed.has(id) === isOf))
  const files = others.filter(({ path }) => path !== undefined)
  const left = of.slice(-MOST_SIDES)
  return [...files.slice(Math.max(0, files.length - MOST_SIDES + left.length)), ...left].flatMap(
    ({ id, path, kept }): LeftDocument[] =>
      path !== undefined ? [{ id, path }] : kept !== undefined ? [{ id, kept }] : [],
  )
}

function stateOf(left: Workspace, model: ModelView, isThere: (source: EntrySource) => boolean): Partial<AppState> {
  const {
    configuration,
    baseline: a,
    picked,
    chosenSide,
    selected,
    blocksCollapsed,
    foldLevel,
    openedFolds,
    panels,
  } = left
  const tab = TABS.find((each) => each === left.tab)
  const colourBy = COLOUR_BY.find((each) => each === left.colourBy)
  const saved = a?.saved === undefined || !isThere(a) ? null : { ...a, saved: a.saved }
  return {
    ...{ configuration, chosenSide, blocksCollapsed, foldLevel, panels },
    ...(tab === undefined ? {} : { tab }),
    ...(colourBy === undefined ? {} : { colourBy }),
    baseline: a?.configuration ?? null,
    savedBaseline: saved,
    picked: picked.filter(isThere),
    selected: selected !== null && selected < model.nodes.length ? selected : null,
    openedFolds: new Set(openedFolds),
  }
}

/** Runs go by an id for one session; kept ones by that of the history. */
function lasting({ runId: _, ...source }: EntrySource): EntrySource {
  return source
}
