// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import type { Configuration } from '#contract/configuration'
import type { Problem } from '#contract/errors'
import type { EntrySource, History, SavedSource } from '#contract/history'
import type { ModelView } from '#contract/model'
import type { WeightStatistics } from '#contract/statistics'
import { PANEL_DEFAULTS, type PanelValues } from '#contract/workspace'
import { NOTHING_DONE, type Undoable, type UndoHistory } from '../../lib/undo'
import { PER_SHAPES, type PerShapes } from './per-shapes'
import type { Notice, Tab } from './per-window'

export type StatisticsState =
  | { readonly kind: 'unknown' | 'busy' | 'cancelled' }
  | { readonly kind: 'known'; readonly value: WeightStatistics }
  | { readonly kind: 'failed'; readonly problem: Problem }

/**
 * What belongs to the open model and goes when another takes its place. What stands here rather than
 * in PerShapes speaks of the file or is the user's choice, and holds for other input shapes too.
 */
export interface PerModel extends PerShapes, Omit<Undoable, 'configuration' | 'limit'> {
  readonly model: ModelView | null
  /** Its file has been written anew since it was opened. */
  readonly fileChanged: boolean
  /** Its file has been deleted or moved away: what is shown is what was read. */
  readonly fileGone: boolean
  /** By tensor id: values are the file's. */
  readonly statistics: ReadonlyMap<number, StatisticsState>
  /** What is kept of the file's contents; null until main has told. */
  readonly history: History | null

  /** A. The current configuration, B, is held against it, and so is what is picked: C, D and so on. */
  readonly baseline: Configuration | null
  /** Present where A is a saved entry rather than a configuration planned now. */
  readonly savedBaseline: (EntrySource & { readonly saved: SavedSource }) | null
  /** Entries that the user has picked: to be saved, and compared as C, D and so on. */
  readonly picked: readonly EntrySource[]
  /** Key of the side that the compare panel looks at; B where null, or where the side is gone. */
  readonly chosenSide: string | null

  readonly tab: Tab
  /** Node id; one selection for graph, tables, charts and inspector. */
  readonly selected: number | null
  /** Node of the model that stands beside (PerShapes.other), where the open one has no such node; null: none. */
  readonly selectedBeside: number | null
  /** Node whose step charts, lists and graph are looked at; null: none. */
  readonly playhead: number | null
  /** The playhead goes on by itself. */
  readonly playing: boolean
  /** Node ids that were selected before, the last one last. */
  readonly visited: readonly number[]
  /** Stages and blocks of this level, and what is within, are drawn as boxes (Folding.level); null: none. */
  readonly foldLevel: number | null
  /** Boxes of several nodes that are drawn in full (Fold.id). */
  readonly openedFolds: ReadonlySet<string>
  /** The algorithm whose layers alone are not faded in the graph. */
  readonly emphasis: Algorithm | null
  /** How its panels are left. */
  readonly panels: PanelValues
  /** Mostly of this model's exports. */
  readonly notices: readonly Notice[]
  /** What can be taken back, and done again. */
  readonly undo: UndoHistory
}

export const PER_MODEL: PerModel = {
  ...PER_SHAPES,
  model: null,
  fileChanged: false,
  fileGone: false,
  statistics: new Map(),
  history: null,
  overlay: null,
  baseline: null,
  savedBaseline: null,
  picked: [],
  deleted: [],
  names: {},
  closed: [],
  timingsForgotten: 0,
  chosenSide: null,
  tab: 'layers',
  selected: null,
  selectedBeside: null,
  playhead: null,
  playing: false,
  visited: [],
  foldLevel: null,
  openedFolds: new Set(),
  emphasis: null,
  panels: PANEL_DEFAULTS,
  notices: [],
  undo: NOTHING_DONE,
}
