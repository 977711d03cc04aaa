// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from './configuration'
import type { EntrySource } from './history'
import type { InputSizes } from './model'

/** How the panels of one model were left. What a value may be is known to the panel; one that it does not know is its default. */
export const PANEL_DEFAULTS = {
  layersFilter: '',
  layersHoldingOnly: true,
  /** A column and "asc" or "desc"; empty: the order of execution. */
  layersSort: '',
  /** Pixels from the first row. */
  layersScroll: 0,
  /** Columns that are not shown, with spaces between them. */
  layersHidden: 'kernel',
  mapView: 'map',
  /** Id of the box that is shown alone; empty: all. */
  mapFocus: '',
  arenaView: 'drawing',
  timelineAxis: 'time',
  timelineResidentSet: true,
  /** Two models that are compared stand side by side, and move together. */
  graphBeside: true,
  graphTogether: true,
  compareView: 'layers',
  /** What sides have in common is changed in all of them. */
  compareLinked: false,
  releasesScope: 'one',
  adviceView: 'list',
  /** In MiB; 0: one that is suggested. */
  adviceBudget: 0,
  attachCommand: '',
}

export type PanelValues = Readonly<typeof PANEL_DEFAULTS>

/** What the user left of one model, and finds again when it is opened: by the contents of its file. */
export interface Workspace {
  readonly configuration: Configuration
  /** Sizes of inputs that the user gave. */
  readonly sizes: InputSizes
  /** Documents that were open beside it; absent where there were none. */
  readonly documents?: readonly LeftDocument[]
  /** A; of what is planned now, kept in the history, or in one of the documents. */
  readonly baseline: EntrySource | null
  readonly picked: readonly EntrySource[]
  readonly chosenSide: string | null
  readonly tab: string
  readonly selected: number | null
  readonly colourBy: string
  readonly blocksCollapsed: boolean
  readonly foldLevel: number | null
  readonly openedFolds: readonly string[]
  readonly panels: PanelValues
}

/** A document by its file, or by the name of what was kept of another model; the id is the one by which sides name it. */
export type LeftDocument = { readonly id: string } & ({ readonly path: string } | { readonly kept: string })

/** How graph and panels below share the room. */
export const PANEL_LAYOUTS = ['graph', 'both', 'table'] as const
export type PanelLayout = (typeof PANEL_LAYOUTS)[number]
