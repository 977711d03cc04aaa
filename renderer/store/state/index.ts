// SPDX-License-Identifier: Apache-2.0
import { PER_MODEL, type PerModel } from './per-model'
import { PER_WINDOW, type PerWindow } from './per-window'

/** Everything that the window shows, by how long it holds: see the three slices. */
export type AppState = PerWindow & PerModel

export const INITIAL_STATE: AppState = { ...PER_WINDOW, ...PER_MODEL }

export type { StatisticsState } from './per-model'
export { PER_MODEL } from './per-model'
export type { ActiveRun, Measurement, SweepState } from './per-shapes'
export { PER_SHAPES } from './per-shapes'
export type { Attachment, ColourBy, GraphName, GraphRequest, Notice, RunOptions, Tab } from './per-window'
export { COLOUR_BY, TABS } from './per-window'
