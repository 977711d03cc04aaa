// SPDX-License-Identifier: Apache-2.0
import type { AttachId, AttachReport } from '#contract/attach'
import type { HostInfo, OpenProgress } from '#contract/channels'
import type { Configuration } from '#contract/configuration'
import type { Problem } from '#contract/errors'
import type { OpenedDocument } from '#contract/history'
import type { SampleView } from '#contract/model'
import type { RunInput } from '#contract/run'
import { DEFAULT_SETTINGS, type RecentFile, type Settings } from '#contract/settings'
import type { FileTask } from '#contract/task'
import type { TuningProgress } from '#contract/tuning'
import type { GrowthLimit } from '#contract/verdict'
import { defaultConfiguration } from '../../lib/configurations'
import type { AttachLog } from '../../lib/timeline/attach-log'
import type { Step } from '../../lib/undo'

export const TABS = [
  'map',
  'layers',
  'timeline',
  'arena',
  'compare',
  'releases',
  'sweep',
  'advice',
  'runs',
  'attach',
] as const
export type Tab = (typeof TABS)[number]

/** What the graph's colours tell. */
export const COLOUR_BY = ['algorithm', 'packed', 'workspace', 'time', 'change', 'overlay'] as const
export type ColourBy = (typeof COLOUR_BY)[number]

export interface RunOptions {
  readonly input: RunInput
  readonly iterations: number
}

/** Another program whose memory is sampled, or was. */
export interface Attachment {
  /** null until main has answered. */
  readonly id: AttachId | null
  readonly log: AttachLog
  readonly report: AttachReport | null
  readonly problem: Problem | null
}

/** Work on a file that takes longer than a moment. */
export interface ActiveTask extends FileTask {
  readonly cancelling: boolean
}

export interface Notice {
  readonly id: number
  readonly kind: 'success' | 'failure'
  readonly text: string
  /** Absolute path of a file that was saved. */
  readonly file?: string
  /** The step that it speaks of, which can be taken back as long as it is the last one. */
  readonly step?: Step
}

/** The graph of the open model, and that of the other side where that is of another file. */
export type GraphName = 'open' | 'beside'

export interface GraphRequest {
  readonly kind: 'zoom-in' | 'zoom-out' | 'zoom-reset' | 'fit' | 'png' | 'svg'
  /** Absent: each graph that is shown. */
  readonly of?: GraphName
  readonly id: number
}

/** What outlives the open model: what main has told, what goes on beside it, and how the user likes to look. */
export interface PerWindow {
  readonly host: HostInfo | null
  readonly samples: readonly SampleView[]
  readonly settings: Settings
  readonly recent: readonly RecentFile[]

  /** Present while a file is being opened; the model that was open stays meanwhile. */
  readonly opening: { readonly name: string; readonly progress: OpenProgress | null } | null
  /** The last expected failure, shown inline until dismissed or overtaken. */
  readonly problem: Problem | null
  /** What the user asked for; the plan follows. Only its overrides, which name layers, go with their model. */
  readonly configuration: Configuration
  /** A file given as input may not fit the next model: that is told when a run asks for it. */
  readonly runOptions: RunOptions
  /** How much more than A is allowed. */
  readonly limit: GrowthLimit | null
  /** Documents stay until the user closes them, and may be of any model. */
  readonly documents: readonly OpenedDocument[]
  /** Oldest first; an export goes on without the model that it was made of. */
  readonly tasks: readonly ActiveTask[]
  /** Present while kernels are being measured, which goes on without the model that asked for it. */
  readonly tuningProgress: TuningProgress | null
  readonly attachment: Attachment | null

  readonly settingsShown: boolean
  readonly aboutShown: boolean
  readonly glossaryShown: boolean
  /** Step of the tour that is under way; null: none is. */
  readonly tour: number | null
  /** The list of all keys. */
  readonly keysShown: boolean
  /** What is asked may be asked of the next model too. The field takes the cursor when `focusRequest` changes. */
  readonly search: { readonly open: boolean; readonly query: string; readonly focusRequest: number }
  readonly colourBy: ColourBy
  /** Repetitions of a block are drawn as one box, except those that are expanded. */
  readonly blocksCollapsed: boolean
  /** The graph centres on the selection when this changes. */
  readonly centreRequest: number
  /** The same of the graph that stands beside. */
  readonly centreBesideRequest: number
  readonly graphRequest: GraphRequest | null
}

export const PER_WINDOW: PerWindow = {
  host: null,
  samples: [],
  settings: DEFAULT_SETTINGS,
  recent: [],
  opening: null,
  problem: null,
  configuration: defaultConfiguration([], [], 4),
  runOptions: { input: { kind: 'synthetic', seed: 1 }, iterations: 3 },
  limit: null,
  documents: [],
  tasks: [],
  tuningProgress: null,
  attachment: null,
  settingsShown: false,
  aboutShown: false,
  glossaryShown: false,
  tour: null,
  keysShown: false,
  search: { open: false, query: '', focusRequest: 0 },
  colourBy: 'algorithm',
  blocksCollapsed: false,
  centreRequest: 0,
  centreBesideRequest: 0,
  graphRequest: null,
}
