// SPDX-License-Identifier: Apache-2.0
import type { ByteUnits } from '#messages/figures'
import type { Language } from '#messages/languages'
import type { Machine } from './machine'
import type { PanelLayout } from './workspace'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** What the user set once for all models; kept in the user's folder. */
export interface Settings {
  readonly theme: Theme
  /** 'system': that of the operating system where there is a translation, else English. */
  readonly language: Language | 'system'
  readonly units: ByteUnits
  /** Threads of the first configuration; null: as many as the machine has processors, at most 4. */
  readonly threads: number | null
  /** Whether the model that was open last opens at the start. */
  readonly reopenLast: boolean
  /** Whether a model is opened again when its file changes. */
  readonly watch: boolean
  readonly layout: PanelLayout
  /** The machine that times of other engines than our own are modelled for; null: a usual one. */
  readonly timesFor: Machine | null
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  units: 'binary',
  threads: null,
  reopenLast: false,
  watch: false,
  layout: 'both',
  timesFor: null,
}

/** A model file opened before, the latest first. */
export interface RecentFile {
  /** Absolute. */
  readonly path: string
  readonly fileName: string
  /** Epoch milliseconds. */
  readonly openedAt: number
}
