// SPDX-License-Identifier: Apache-2.0
import { ok, type Problem, type Result } from '#contract/errors'
import type { EntrySource, OpenedDocument } from '#contract/history'
import type { InputSizes, ModelView } from '#contract/model'
import type { Settings } from '#contract/settings'
import type { Workspace } from '#contract/workspace'
import { defaultConfiguration } from '../lib/configurations'
import { documentSources } from '../lib/sides'
import { NOTHING_DONE } from '../lib/undo'
import { type ActionContext, createLatest } from './context'
import type { FoundState, StateKeeper } from './kept-state'
import { type AppState, PER_MODEL, PER_SHAPES } from './state'
import type { LeftModel, WorkspaceKeeper } from './workspace'

export type ModelActions = ReturnType<typeof createModelActions>

/** Sizes of inputs that the model does not take. */
export interface RefusedSizes {
  readonly problem: Problem
  /** Some near them that it takes: they are found by trying many, so the reason does not wait for them. */
  readonly offers: Promise<readonly InputSizes[]>
}

/** What opening a model sets off. */
interface Following {
  replan(): Promise<void>
  keepAsBaseline(): void
  abandonRun(): void
  applySettings(settings: Settings): void
  refreshRecent(): Promise<void>
  loadRuns(document: OpenedDocument): Promise<void>
  /** What was left of a model. */
  loadWorkspace: WorkspaceKeeper['load']
  restoreWorkspace: WorkspaceKeeper['restore']
}

interface Opening {
  /** The same file again: what is shown stays, whatever was left of it. */
  readonly reloading?: boolean
  /** In place of what was left of the model. */
  readonly left?: Workspace
}

/** How a model is to be looked at from the start. */
export type Holding = Partial<Pick<AppState, 'configuration' | 'baseline' | 'tab'>>

/** The file of a sample, wherever main keeps them. */
const SAMPLE = /[\\/]samples[\\/]([^\\/]+)\.onnx$/

export function createModelActions(
  { bridge, get, set }: ActionContext,
  {
    replan,
    keepAsBaseline,
    abandonRun,
    applySettings,
    refreshRecent,
    loadRuns,
    loadWorkspace,
    restoreWorkspace,
  }: Following,
  keeper: Pick<StateKeeper, 'take'> | null,
) {
  const latestOpen = createLatest()
  const latestShapes = createLatest()

  /** Before another model takes the place of this one: its entry, to be held against that. null where there is none. */
  async function keep(source: EntrySource | null): Promise<OpenedDocument | null> {
    const { model } = get()
    if (model === null || source === null) return null
    const answer = await bridge.invoke('document:keep', model.id, source)
    return answer.ok ? answer.value : null
  }

  /** A, as far as it goes with the model that is open. */
  function ownBaseline(): EntrySource | null {
    const { baseline, savedBaseline } = get()
    if (savedBaseline === null) return baseline === null ? null : { configuration: baseline }
    return isNoHistory(savedBaseline) ? null : savedBaseline
  }

  function leftOf(model: ModelView, at: Workspace | undefined): Promise<LeftModel | null> {
    return at === undefined ? loadWorkspace(model) : restoreWorkspace(model, at)
  }

  /** A failure leaves the model that was open, with its plan, as it was. */
  async function open(
    name: string,
    request: () => Promise<Result<ModelView>>,
    holding: Partial<AppState> | (() => Partial<AppState>) = {},
    { reloading = false, left: at }: Opening = {},
  ): Promise<void> {
    const isLatest = latestOpen.next()
    set({ opening: { name, progress: null }, problem: null })
    const a = reloading ? null : await keep(ownBaseline())
    const answer = await request()
    if (!isLatest()) return
    const sameFile = answer.ok && get().model?.sha256 === answer.value.sha256
    if (a !== null && (!answer.ok || sameFile)) void bridge.invoke('document:close', a.id)
    if (!answer.ok) {
      set({ opening: null, problem: answer.problem.code === 'cancelled' ? null : answer.problem })
      return
    }
    // Nobody has left anything of a model that was never here.
    const left = reloading || answer.value.document !== undefined ? null : await leftOf(answer.value, at)
    if (!isLatest()) return
    const again = typeof holding === 'function' ? holding() : holding
    abandonRun()
    // Overrides name layers of the model that they were made for.
    const { configuration } = get()
    const { overrides: _, ...general } = configuration
    const kept = sameFile ? configuration : general
    set({
      ...PER_MODEL,
      opening: null,
      model: left?.model ?? answer.value,
      configuration: kept,
      ...left?.state,
      // A survives: the two files are compared.
      ...(a === null || sameFile
        ? survivingBaseline(get(), answer.value)
        : keptBaseline(a, left?.state.documents ?? get().documents)),
      ...again,
      // The history is that of one file's contents.
      ...(sameFile ? {} : withoutHistory(again)),
    })
    void refreshRecent()
    await replan()
  }

  /** A document by itself: its first entry is A, its second B, where it has several. */
  async function showDocument(path: string, modelPath: string | null): Promise<void> {
    let shown: OpenedDocument | null = null
    await open(
      fileNameOf(path),
      async () => {
        const answer = await bridge.invoke('document:show', path, modelPath)
        if (!answer.ok) return answer
        shown = answer.value.document
        return ok(answer.value.view)
      },
      () => (shown === null ? {} : comparisonIn(shown, get().documents)),
    )
    if (shown !== null) await loadRuns(shown)
  }

  /** The problem where the model does not take the sizes, with everything left as it was. */
  async function resize(shapes: InputSizes, again: Partial<AppState> = {}): Promise<Problem | null> {
    const { model } = get()
    if (model === null) return null
    const isLatest = latestShapes.next()
    const answer = await bridge.invoke('model:set-input-shapes', model.id, shapes)
    if (!isLatest() || get().model !== model) return null
    if (!answer.ok) return answer.problem
    abandonRun()
    set({ ...PER_SHAPES, model: answer.value, problem: null, ...again })
    await replan()
    return null
  }

  const actions = {
    /** Asks main what the window needs to know and opens the model of the command line, if any. */
    async start(): Promise<void> {
      const samples = await bridge.invoke('model:samples')
      if (samples.ok) set({ samples: samples.value })
      // Last, so that nothing that is pushed after it comes too early.
      const host = await bridge.invoke('app:info')
      if (!host.ok) {
        set({ problem: host.problem })
        return
      }
      const { engine, processors, profiles, settings, initialModel } = host.value
      applySettings(settings)
      const configuration = defaultConfiguration(profiles, engine.executableIsas, settings.threads ?? processors)
      const found = keeper?.take(host.value.appVersion) ?? null
      set({ host: host.value, configuration })
      void refreshRecent()
      if (found !== null) await actions.resume(found)
      else if (initialModel !== undefined) await actions.openPath(initialModel)
    },
    /** Opens what the page before this one had open, as it was looked at. */
    async resume({ kept, lost }: FoundState): Promise<void> {
      const { path, workspace, ...options } = kept
      set(options)
      const [, sample] = SAMPLE.exec(path) ?? []
      const isSample = get().samples.some(({ id }) => id === sample)
      if (DOCUMENT.test(path)) return showDocument(path, null)
      await open(
        fileNameOf(path),
        () =>
          isSample && sample !== undefined
            ? bridge.invoke('model:open-sample', sample)
            : bridge.invoke('model:open', path),
        {},
        { left: workspace },
      )
      if (lost && get().problem === null)
        set({ problem: { code: 'internal/bug', message: { id: 'problem.pageLost' } } })
    },
    async chooseModel(): Promise<void> {
      const path = await actions.pickFile()
      if (path !== null) await actions.openPath(path)
    },
    /** The file of a model that the user picks; null where none was. */
    async pickFile(): Promise<string | null> {
      const answer = await bridge.invoke('model:choose')
      if (answer.ok) return answer.value
      set({ problem: answer.problem })
      return null
    },
    /** Opens a model, or a saved document with what it compares. `holding`: how a model is looked at, whatever was left of it. */
    async openPath(path: string, holding: Holding = {}): Promise<void> {
      if (DOCUMENT.test(path)) return showDocument(path, null)
      return open(fileNameOf(path), () => bridge.invoke('model:open', path), holding)
    },
    /** Asks for the file of the model that the document on screen speaks of, and shows both. */
    async findModel(): Promise<void> {
      const { model } = get()
      if (model?.document === undefined) return
      const path = await actions.pickFile()
      if (path !== null) await showDocument(model.path, path)
    },
    openSample: (id: string, holding: Holding = {}): Promise<void> =>
      open(
        get().samples.find((sample) => sample.id === id)?.title ?? id,
        () => bridge.invoke('model:open-sample', id),
        holding,
      ),
    /** Opens a dropped file. */
    async openFile(file: File): Promise<void> {
      const path = await bridge.pathOf(file)
      if (path !== '') await actions.openPath(path)
      else {
        set({
          problem: {
            code: 'file/unreadable',
            message: { id: 'problem.notAFile', name: file.name },
            hint: { id: 'hint.saveFirst' },
          },
        })
      }
    },
    /** Keeps what is shown as A, unless there is one, and asks for the file to hold against it. */
    async compareWithFile(): Promise<void> {
      if (get().baseline === null) keepAsBaseline()
      await actions.chooseModel()
    },
    async cancelOpen(): Promise<void> {
      // The request itself answers with "cancelled".
      await bridge.invoke('model:cancel-open')
    },
    /**
     * Opens the same file again: configuration, sides of the comparison, tab and selection (by name) stay. Of a file that has
     * changed, what was is A where there is no other: the change is compared.
     */
    async reload(): Promise<void> {
      const { model, baseline, savedBaseline, tab, selected, picked, chosenSide, undo, deleted } = get()
      const { panels, foldLevel, openedFolds, names, closed, overlay, timingsForgotten } = get()
      if (model === null) return
      if (model.document !== undefined) return showDocument(model.path, null)
      const before = baseline === null && get().fileChanged ? await keep({ configuration: get().configuration }) : null
      const name = selected === null ? null : model.nodes[selected]?.name
      const again = {
        ...{ baseline, savedBaseline, tab, picked, chosenSide, undo, deleted, panels, foldLevel, openedFolds },
        ...{ names, closed, overlay, timingsForgotten, notices: get().notices },
      }
      await open(model.fileName, () => bridge.invoke('model:open', model.path), again, { reloading: true })
      const found = get().model?.nodes.find((node) => node.name === name)
      if (found !== undefined) set({ selected: found.id })
      if (before === null) return
      if (get().model?.sha256 === model.sha256) return void bridge.invoke('document:close', before.id)
      set({ ...keptBaseline(before, get().documents), tab: 'compare' })
      await replan()
    },
    /** The open model's file has been written anew: reloads, or says so, as the settings want it. */
    async fileChanged(path: string): Promise<void> {
      const { model, settings } = get()
      if (model?.path !== path) return
      set({ fileChanged: true, fileGone: false })
      if (settings.watch) await actions.reload()
    },
    /** `again` holds with them. */
    async setInputShapes(shapes: InputSizes, again: Partial<AppState> = {}): Promise<void> {
      const problem = await resize(shapes, again)
      if (problem !== null) set({ problem })
    },
    /** The same for sizes that the user gives: why the model does not take them; null: it takes them. */
    async tryInputShapes(shapes: InputSizes): Promise<RefusedSizes | null> {
      const { model } = get()
      const problem = await resize(shapes)
      if (model === null || problem === null) return null
      const offers = bridge.invoke('model:nearest-sizes', model.id, shapes)
      return { problem, offers: offers.then((found) => (found.ok ? found.value : [])) }
    },
    dismissProblem: (): void => set({ problem: null }),
    fileGone(path: string): void {
      if (get().model?.path === path) set({ fileGone: true, fileChanged: false })
    },
    dismissFileChanged: (): void => set({ fileChanged: false, fileGone: false }),
  }
  return actions
}

/** A kept entry as A. */
function keptBaseline(document: OpenedDocument, others: readonly OpenedDocument[]): Partial<AppState> {
  const [a] = documentSources(document)
  if (a === undefined) return {}
  return { documents: [...others, document], baseline: a.configuration, savedBaseline: a }
}

/** An A of a document goes with any model; its own model has what was left of it. */
function survivingBaseline({ savedBaseline, documents }: AppState, { sha256 }: ModelView): Partial<AppState> {
  const saved = savedBaseline?.saved
  const document = documents.find(({ id }) => id === saved?.id)
  if (savedBaseline === null || saved?.kind !== 'document') return {}
  const entry = document?.entries[saved.index]
  if (entry === undefined || entry.model.sha256 === sha256) return {}
  return { baseline: savedBaseline.configuration, savedBaseline }
}

const DOCUMENT = /\.(json|convscope)$/i

function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

/** What a document is to show: of a comparison all of its sides. */
function comparisonIn(document: OpenedDocument, others: readonly OpenedDocument[]): Partial<AppState> {
  const documents = [...others, document]
  const [a, ...more] = documentSources(document)
  if (a === undefined) return { documents }
  const b = more[document.shown - 1]
  if (b === undefined) return { documents, configuration: a.configuration }
  const picked = more.filter((source) => source !== b)
  return {
    documents,
    configuration: b.configuration,
    baseline: a.configuration,
    savedBaseline: a,
    picked,
    tab: 'compare',
  }
}

/** Of sides that are to stay, those that hold for other contents of the file too. */
function withoutHistory({ picked, savedBaseline }: Partial<AppState>): Partial<AppState> {
  return {
    undo: NOTHING_DONE,
    ...{ deleted: [], names: {}, closed: [], overlay: null, timingsForgotten: 0 },
    ...(picked === undefined ? {} : { picked: picked.filter(isNoHistory) }),
    ...(savedBaseline && !isNoHistory(savedBaseline) ? { savedBaseline: null } : {}),
  }
}

function isNoHistory({ saved }: EntrySource): boolean {
  return saved?.kind !== 'history'
}
