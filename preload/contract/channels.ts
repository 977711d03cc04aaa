// SPDX-License-Identifier: Apache-2.0

import type { Entry } from '#contract/document'
import type { Language } from '#messages/languages'
import type { Advice, AdviceKind, BudgetAnswer, ForcedTotals, Lint, Remedy } from './advice'
import type { Arena, ArenaOrigin } from './arena'
import type { AttachBatch, AttachEnd, AttachId, AttachRequest } from './attach'
import type { Comparison } from './comparison'
import type { Configuration, ProfileTraits } from './configuration'
import type { SavedEntry } from './document'
import type { EngineState } from './engine'
import type { Problem, Result } from './errors'
import type {
  ComparisonRequest,
  EntrySource,
  EntryView,
  History,
  HistoryId,
  NodeFigure,
  NodeOverlay,
  OpenedDocument,
  ShownModel,
} from './history'
import type { Machine } from './machine'
import type { FormatView, InputSizes, ModelId, ModelView, SampleView } from './model'
import type { Plan } from './plan'
import type { EngineLadder, Ladder } from './releases'
import type { RunRequest } from './run'
import type { RecentFile, Settings } from './settings'
import type { FirstValues, WeightStatistics } from './statistics'
import type { Sweep, SweepProgress, SweepRequest } from './sweep'
import type { FileTask, TaskId } from './task'
import type { EventBatch, RunEnd, RunId, RunProgress } from './timeline'
import type { TuningEnd, TuningProgress, TuningState } from './tuning'
import type { GrowthLimit } from './verdict'
import type { Workspace } from './workspace'

/** Versions of what Convscope runs on; in a browser there is neither Electron nor its Chromium. */
export interface Runtime {
  readonly node: string
  readonly electron?: string
  readonly chromium?: string
}

/** What the window needs to know of the machine and of the build; what changes after is pushed. */
export interface HostInfo {
  readonly appVersion: string
  readonly runtime: Runtime
  readonly platform: string
  /** Logical processors. */
  readonly processors: number
  readonly engine: EngineState
  /** Absolute path of the application log. */
  readonly logPath: string
  /** Every engine profile, in the order in which they are offered. */
  readonly profiles: readonly ProfileTraits[]
  /** Every kind of model file that can be opened. */
  readonly formats: readonly FormatView[]
  readonly settings: Settings
  /** What times of other engines are modelled for where the settings name no machine. */
  readonly usualMachine: Machine
  /** Absolute path of the model to open first: named on the command line, or the last one if the settings ask for it. */
  readonly initialModel?: string
}

export interface OpenProgress {
  readonly fileName: string
  /** 0..1. */
  readonly fraction: number
  readonly stage: 'reading' | 'parsing'
}

export interface ChartFile {
  readonly suggestedName: string
  readonly kind: 'png' | 'svg'
  readonly bytes: Uint8Array
}

/** Renderer → main: channel → signature. Every answer crosses the bridge as a Result. */
export interface Invoke {
  'app:info': () => HostInfo
  /** Shows a file that was saved in the folder that it lies in; in a browser, which keeps it, nothing happens. */
  'app:show-file': (path: string) => void
  'settings:change': (change: Partial<Settings>) => Settings
  /** What this machine can do at most, as it was measured before; `again`: measured now. */
  'machine:measure': (again: boolean) => Machine
  /** Figures of a file that the user chooses, as `convscope machine --json` prints them; null where none was chosen. */
  'machine:choose': () => Machine | null
  'recent:list': () => readonly RecentFile[]
  /** Forgets one file, or all. */
  'recent:forget': (path: string | null) => readonly RecentFile[]
  'model:choose': () => string | null
  'model:open': (path: string) => ModelView
  'model:samples': () => readonly SampleView[]
  'model:open-sample': (sampleId: string) => ModelView
  'model:cancel-open': () => void
  /** Infers all shapes anew; dims by input name. The answer has a new id, the old one is no longer open. */
  'model:set-input-shapes': (modelId: ModelId, shapes: InputSizes) => ModelView
  /** Sizes near those, which the model takes: what to offer where it does not take them. */
  'model:nearest-sizes': (modelId: ModelId, shapes: InputSizes) => readonly InputSizes[]
  /** Reads the values of one constant tensor (id); one before it that is still at work answers "cancelled". */
  'weights:statistics': (modelId: ModelId, tensor: number) => WeightStatistics
  /** The same of its first values. */
  'weights:values': (modelId: ModelId, tensor: number) => FirstValues
  /** Saves it as a file of NumPy. */
  'weights:save': (modelId: ModelId, tensor: number) => string | null
  'weights:cancel': () => void
  'plan:create': (modelId: ModelId, configuration: Configuration) => Plan
  /**
   * Where everything lies that a plan's activations and workspace are made of: many rectangles, so that it is told only where
   * somebody asks.
   */
  'plan:arena': (modelId: ModelId, configuration: Configuration, origin: ArenaOrigin) => Arena
  'plan:compare': (request: ComparisonRequest) => Comparison
  /** What is wrong with a plan, most bytes first: cheap where advice is not. */
  'plan:warnings': (modelId: ModelId, configuration: Configuration) => readonly Lint[]
  /** Makes many plans; a newer request has an older one answered with "cancelled". Progress is pushed. */
  'plan:advise': (modelId: ModelId, configuration: Configuration) => Advice
  /** The cheapest algorithm per layer with a total of at most so many bytes; otherwise as plan:advise. */
  'plan:budget': (modelId: ModelId, configuration: Configuration, budgetBytes: number) => BudgetAnswer
  'plan:cancel-budget': () => void
  /** What the whole plan takes with each candidate of a node's layer forced; otherwise as plan:advise. */
  'plan:forced-totals': (modelId: ModelId, configuration: Configuration, node: number) => ForcedTotals
  /** Of that advice what helps most against a step from one release to another; null where nothing does. */
  'plan:remedy': (modelId: ModelId, configuration: Configuration) => Remedy | null
  /** Every release of the engine and build, for each value of the setting whose meaning has changed; otherwise as plan:advise. */
  'plan:releases': (modelId: ModelId, configuration: Configuration) => readonly Ladder[]
  /** Every engine, build and release that has the instruction set; as plan:releases, and given up with it. */
  'plan:engines': (modelId: ModelId, configuration: Configuration) => readonly EngineLadder[]
  'plan:cancel-releases': () => void
  /** A plan for each value, one by one; a newer request has an older one answered with "cancelled". Progress is pushed. */
  'plan:sweep': (request: SweepRequest) => Sweep
  'plan:cancel-sweep': () => void
  'run:choose-input': () => string | null
  /** Starts a program, which the host may refuse or ask the user about, and samples it; one at a time. */
  'attach:start': (request: AttachRequest) => AttachId
  'attach:stop': (id: AttachId) => void
  'run:start': (request: RunRequest) => RunId
  'run:cancel': (runId: RunId) => void
  'tuning:state': (modelId: ModelId, configuration: Configuration) => TuningState
  /** Measures the kernels that were not measured yet: for the high memory mode of Convscope's own engine. */
  'tuning:start': (modelId: ModelId, configuration: Configuration) => void
  'tuning:cancel': () => void
  /** Forgets all measured times, of every model; as long as the program runs they can be brought back. */
  'tuning:clear': () => void
  'tuning:restore': () => void
  /**
   * Exports, here and under `document`, ask for a place to save: null where the user declined, else the path written.
   * What takes longer than a moment pushes its progress and can be cancelled, which leaves no file, or the one that
   * was there as it was.
   */
  'export:comparison': (request: ComparisonRequest, letter: string, format: 'csv' | 'json') => string | null
  /** What plan:releases answers; with `html` a report, in that language, of the configuration that has it as a chart. */
  'export:releases': (
    modelId: ModelId,
    configuration: Configuration,
    format: 'csv' | 'json' | 'html',
    language: Language,
  ) => string | null
  /** What plan:engines answers. */
  'export:engines': (modelId: ModelId, configuration: Configuration, format: 'csv' | 'json') => string | null
  /** What plan:sweep answered last. */
  'export:sweep': (modelId: ModelId, format: 'csv' | 'json') => string | null
  /** A table of the window as CSV. */
  'export:table': (suggestedName: string, csv: string) => string | null
  'export:chart': (chart: ChartFile) => string | null
  /** The model's own file with what the engine is told for single layers (Remedy.savesModel). */
  'export:model': (modelId: ModelId, configuration: Configuration) => string | null
  'history:list': (modelId: ModelId) => History
  /** With a run, that is then one of this session under the entry's id. */
  'history:load': (modelId: ModelId, entryId: HistoryId) => SavedEntry
  /** Keeps the plan of a configuration. */
  'history:keep': (modelId: ModelId, configuration: Configuration) => History
  'history:rename': (modelId: ModelId, entryId: HistoryId, name: string) => History
  /** It can be brought back, for a day at least. */
  'history:delete': (modelId: ModelId, entryId: HistoryId) => History
  'history:restore': (modelId: ModelId, entryId: HistoryId) => History
  /** What was left of a model when it was open before, by its file's SHA-256; null: nothing. */
  'workspace:load': (sha256: string) => Workspace | null
  'workspace:keep': (sha256: string, workspace: Workspace) => void
  /** Where boxes of the model's graph stand, as the page wrote it; `key` says of which. */
  'workspace:load-layout': (sha256: string, key: string) => string | null
  'workspace:keep-layout': (sha256: string, key: string, text: string) => void
  /** What is under way on that file then answers with "cancelled". */
  'task:cancel': (id: TaskId) => void
  /** Asks for a file where none is named; null where the user declined. A large one shows progress, as exports do. */
  'document:open': (modelId: ModelId, path: string | null) => OpenedDocument | null
  /**
   * Opens a document by itself: with its model where that is at hand, else to be looked at. `modelPath`: where the user says
   * that the model is; null: it is looked for.
   */
  'document:show': (path: string, modelPath: string | null) => ShownModel
  /** Keeps a plan or run of the open model as if its document had been opened: it is there when another model is open. */
  'document:keep': (modelId: ModelId, source: EntrySource) => OpenedDocument
  /** What was kept so before a restart, by OpenedDocument.kept. */
  'document:reopen': (kept: string) => OpenedDocument
  /** Until then it is kept, whichever model is open. */
  'document:close': (id: string) => void
  'document:entries': (modelId: ModelId, sources: readonly EntrySource[]) => readonly Entry[]
  /** What a side of another file looks like: nodes, shapes and plan as they were saved. */
  'document:view': (modelId: ModelId, source: EntrySource) => EntryView
  'document:save': (modelId: ModelId, sources: readonly EntrySource[]) => string | null
  /** Node data for Model Explorer. */
  'document:node-data': (modelId: ModelId, source: EntrySource, figure: NodeFigure) => string | null
  /** Node data of Model Explorer, laid over the open model; null where the user declined. */
  'document:overlay': (modelId: ModelId) => NodeOverlay | null
  /** An HTML page in a language; the first entry is the baseline. */
  'document:report': (
    modelId: ModelId,
    sources: readonly EntrySource[],
    limit: GrowthLimit | null,
    language: Language,
  ) => string | null
}

/** Main → renderer: event → payload. */
export interface Push {
  'engine:state': EngineState
  'model:progress': OpenProgress
  /** The file of the open model has been written anew. */
  'model:changed': string
  /** It has been deleted or moved away. */
  'model:gone': string
  /** The user asked, by menu or by a second start of the app, for this file to be opened. */
  'app:open-path': string
  'app:open-sample': string
  'app:menu':
    | 'open'
    | 'reload'
    | 'undo'
    | 'redo'
    | 'settings'
    | 'about'
    | 'tour'
    | 'glossary'
    | 'export-png'
    | 'export-svg'
    | 'export-csv'
    | 'export-json'
  /** Plans made so far for what was asked for last. */
  'plan:advice-progress': { readonly of: AdviceKind; readonly plans: number }
  'plan:sweep-progress': SweepProgress
  /** Something was kept, or could not be. */
  'history:changed': { readonly problem: Problem | null }
  'task:progress': FileTask
  /** Of work that has pushed progress. */
  'task:end': TaskId
  'attach:samples': { readonly id: AttachId; readonly batch: AttachBatch }
  'attach:end': AttachEnd
  'run:events': { readonly runId: RunId; readonly batch: EventBatch }
  'run:progress': RunProgress
  'run:end': RunEnd
  'tuning:progress': TuningProgress
  'tuning:end': TuningEnd
}

export type InvokeChannel = keyof Invoke
export type PushChannel = keyof Push

/** How the preload script tells main of a file that was dropped; a page cannot reach this channel. */
export const DROP_CHANNEL = 'preload:dropped'

/** The one object that the preload script puts on `window`. */
export interface Bridge {
  invoke<C extends InvokeChannel>(channel: C, ...args: Parameters<Invoke[C]>): Promise<Result<ReturnType<Invoke[C]>>>
  /** Returns the function that unsubscribes. */
  on<C extends PushChannel>(channel: C, listener: (payload: Push[C]) => void): () => void
  /**
   * Absolute path, where main runs, of a file that was dropped on the window; empty where it has none. A page in a
   * browser sends the file first.
   */
  pathOf(file: File): string | Promise<string>
}
