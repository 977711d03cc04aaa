import type { Advice, BudgetAnswer } from '#contract/advice'
import type { AttachId, AttachReport } from '#contract/attach'
import type { HostInfo, OpenProgress } from '#contract/channels'
import type { Comparison } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { Problem, Result } from '#contract/errors'
import type { EntrySource, History, NamedEntry, NodeOverlay, OpenedDocument, SavedSource } from '#contract/history'
import type { ModelView, SampleView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunInput } from '#contract/run'
import { DEFAULT_SETTINGS, type RecentFile, type Settings } from '#contract/settings'
import type { WeightStatistics } from '#contract/statistics'
import type { FileTask } from '#contract/task'
import type { RunId, RunProgress, RunReport } from '#contract/timeline'
import type { TuningProgress, TuningState } from '#contract/tuning'
import type { GrowthLimit } from '#contract/verdict'
import type { AttachLog } from '../lib/attach-log'
import { defaultConfiguration } from '../lib/configurations'
import type { Timeline } from '../lib/timeline'

export interface HostState {
  readonly host: HostInfo | null
  readonly samples: readonly SampleView[]
  readonly settings: Settings
  readonly recent: readonly RecentFile[]
}

export interface ModelState {
  readonly model: ModelView | null
  /** Its file has been written anew since it was opened. */
  readonly fileChanged: boolean
  /** Present while a file is being opened; the model that was open stays meanwhile. */
  readonly opening: { readonly name: string; readonly progress: OpenProgress | null } | null
  /** The last expected failure, shown inline until dismissed or overtaken. */
  readonly problem: Problem | null
}

export type StatisticsState =
  | { readonly kind: 'unknown' | 'busy' | 'cancelled' }
  | { readonly kind: 'known'; readonly value: WeightStatistics }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface WeightState {
  /** By tensor id, of the file that is open. */
  readonly statistics: ReadonlyMap<number, StatisticsState>
}

export interface PlanState {
  /** What the user asked for; `plan` follows. */
  readonly configuration: Configuration
  readonly plan: Plan | null
}

/** A is the baseline. The current configuration, B, is held against it, and so is what is picked: C, D and so on. */
export interface ComparisonState {
  readonly baseline: Configuration | null
  /** Present where A is a saved entry rather than a configuration planned now. */
  readonly savedBaseline: (EntrySource & { readonly saved: SavedSource }) | null
  /** B against A, of which graph, layers table and search speak; null while there is no baseline or B equals it. */
  readonly comparison: Comparison | null
  /** Why B could not be held against A. */
  readonly comparisonProblem: Problem | null
  /** C, D and so on against A, or why not, by sideKey; one that is being made is missing. */
  readonly otherComparisons: ReadonlyMap<string, Result<Comparison>>
  /** Key of the side that the compare panel looks at; B where null, or where the side is gone. */
  readonly chosenSide: string | null
  /** Sides whole, for what their timelines have to tell, by sourceKey. */
  readonly sideEntries: ReadonlyMap<string, Result<NamedEntry>>
}

/** What is kept of the open model, and what was opened beside it. */
export interface HistoryState {
  /** null until main has told. */
  readonly history: History | null
  readonly documents: readonly OpenedDocument[]
  /** Entries that the user has picked: to be saved, and compared as C, D and so on. */
  readonly picked: readonly EntrySource[]
  /** Values of an imported file, shown beside those of the node; null where none is laid over. */
  readonly overlay: NodeOverlay | null
  /** How much more than A is allowed. */
  readonly limit: GrowthLimit | null
}

/** Follows the plan that is shown. */
export interface AdviceState {
  /** null while it is worked out. */
  readonly advice: Advice | null
  readonly adviceFailed: boolean
  /** Plans made so far for the advice under way. */
  readonly advicePlans: number
  /** The budget that was last asked for; its answer is null while it is worked out. */
  readonly budget: { readonly bytes: number; readonly plans: number; readonly answer: BudgetAnswer | null } | null
}

export interface Measurement {
  readonly report: RunReport
  readonly timeline: Timeline
}

export interface ActiveRun {
  /** null until main has answered or the first event names it. */
  readonly runId: RunId | null
  readonly configuration: Configuration
  readonly progress: RunProgress | null
  readonly timeline: Timeline
  readonly cancelling: boolean
}

export interface RunOptions {
  readonly input: RunInput
  readonly iterations: number
}

export interface RunState {
  readonly runOptions: RunOptions
  readonly run: ActiveRun | null
  /** Finished runs of the open model by configurationKey, the latest of each. */
  readonly measurements: ReadonlyMap<string, Measurement>
}

/** Measuring of kernels on this machine. */
export interface TuningViewState {
  readonly tuning: {
    /** Of the model and configuration on screen; null where it is not known. */
    readonly state: TuningState | null
    /** Present while kernels are being measured. */
    readonly progress: TuningProgress | null
  }
}

export const TABS = ['layers', 'timeline', 'compare', 'advice', 'runs', 'attach'] as const
export type Tab = (typeof TABS)[number]

/** Another program whose memory is sampled, or was. */
export interface Attachment {
  /** null until main has answered. */
  readonly id: AttachId | null
  readonly log: AttachLog
  readonly report: AttachReport | null
  readonly problem: Problem | null
}

export interface AttachState {
  readonly attachment: Attachment | null
}

export interface Notice {
  readonly id: number
  readonly kind: 'success' | 'failure'
  readonly text: string
}

export interface ViewState {
  /** Node id; one selection for graph, tables, charts and inspector. */
  readonly selected: number | null
  /** The graph centres on the selection when this changes. */
  readonly centreRequest: number
  readonly tab: Tab
  readonly notices: readonly Notice[]
  readonly settingsShown: boolean
  readonly aboutShown: boolean
}

/** Work on a file that takes longer than a moment. */
export interface ActiveTask extends FileTask {
  readonly cancelling: boolean
}

export interface TaskState {
  /** Oldest first. */
  readonly tasks: readonly ActiveTask[]
  /** A chart export asked for; the comparison chart takes it once it is on screen. */
  readonly chartExport: { readonly kind: 'png' | 'svg' } | null
}

/** What the graph's colours tell. */
export const COLOUR_BY = ['algorithm', 'packed', 'workspace', 'time', 'change', 'overlay'] as const
export type ColourBy = (typeof COLOUR_BY)[number]

export interface GraphRequest {
  readonly kind: 'zoom-in' | 'zoom-out' | 'zoom-reset' | 'fit'
  readonly id: number
}

/** How the user looks through the model: search, colours, collapsed blocks. */
export interface ExploreState {
  /** The field takes the cursor when `focusRequest` changes. */
  readonly search: { readonly open: boolean; readonly query: string; readonly focusRequest: number }
  /** Node ids that were selected before, the last one last. */
  readonly visited: readonly number[]
  readonly colourBy: ColourBy
  readonly graphRequest: GraphRequest | null
  /** Repetitions of a block are drawn as one box, except those named by their first node. */
  readonly blocksCollapsed: boolean
  readonly expandedBlocks: ReadonlySet<number>
  readonly keysShown: boolean
}

export type AppState = HostState &
  WeightState &
  ModelState &
  PlanState &
  ComparisonState &
  AdviceState &
  HistoryState &
  RunState &
  AttachState &
  TuningViewState &
  TaskState &
  ViewState &
  ExploreState

export const INITIAL_STATE: AppState = {
  host: null,
  samples: [],
  settings: DEFAULT_SETTINGS,
  recent: [],
  tuning: { state: null, progress: null },
  model: null,
  fileChanged: false,
  opening: null,
  problem: null,
  statistics: new Map(),
  configuration: defaultConfiguration([], 4),
  plan: null,
  baseline: null,
  savedBaseline: null,
  attachment: null,
  comparison: null,
  comparisonProblem: null,
  otherComparisons: new Map(),
  chosenSide: null,
  sideEntries: new Map(),
  history: null,
  documents: [],
  picked: [],
  overlay: null,
  limit: { growth: 0.05 },
  advice: null,
  adviceFailed: false,
  advicePlans: 0,
  budget: null,
  runOptions: { input: { kind: 'synthetic', seed: 1 }, iterations: 3 },
  run: null,
  measurements: new Map(),
  selected: null,
  centreRequest: 0,
  tab: 'layers',
  notices: [],
  settingsShown: false,
  aboutShown: false,
  tasks: [],
  chartExport: null,
  search: { open: false, query: '', focusRequest: 0 },
  visited: [],
  colourBy: 'algorithm',
  graphRequest: null,
  blocksCollapsed: false,
  expandedBlocks: new Set(),
  keysShown: false,
}
