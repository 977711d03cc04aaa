// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from './configuration'
import type { SavedEntry, SavedModel } from './document'
import type { ModelId, ModelView } from './model'
import type { CategoryBytes, Plan } from './plan'
import type { RunId } from './timeline'

/** Names one kept plan or run of a model. */
export type HistoryId = string

/** What is listed of a kept plan or run. */
export interface HistoryEntry {
  readonly id: HistoryId
  /** Given by the user; empty where it was not. */
  readonly name: string
  /** Epoch milliseconds. */
  readonly savedAt: number
  readonly configuration: Configuration
  readonly inputs: readonly { readonly name: string; readonly dims: readonly number[] }[]
  /** Modelled. */
  readonly totals: CategoryBytes
  readonly totalBytes: number
  /** Present where the plan was executed. */
  readonly measured?: HistoryMeasurement
}

export interface HistoryMeasurement {
  readonly peakTrackedBytes: number
  readonly peakRssBytes: number
  /** null: no inference was finished. */
  readonly inferenceNs: number | null
  readonly iterations: number
  /** The run was cancelled or failed: the figures are of the time until then. */
  readonly endedEarly?: boolean
}

export interface History {
  /** The latest first. */
  readonly entries: readonly HistoryEntry[]
  /** Files that could not be read; the others are not affected. */
  readonly damaged: number
}

/** A document that was opened for comparison. */
export interface OpenedDocument {
  readonly id: string
  readonly fileName: string
  /** Where it was read; absent of what was kept of another model, which is in no file. */
  readonly path?: string
  /** Name under which such a one is found again after a restart (document:reopen); absent where it could not be written. */
  readonly kept?: string
  /** Index of the entry that is looked at when it is opened by itself: of a comparison B. */
  readonly shown: number
  readonly entries: readonly OpenedEntry[]
}

export interface OpenedEntry extends Pick<SavedEntry, 'label' | 'configuration'> {
  readonly model: Pick<SavedModel, 'name' | 'fileName' | 'sha256'>
  readonly totalBytes: number
  /** It is of the model of the entry that is looked at then. */
  readonly ofShown: boolean
}

/** Under which id a run of a document that was opened by itself is one of this session. */
export function documentRun(documentId: string, index: number): RunId {
  return `${documentId}-run-${index}`
}

/** A document that was opened by itself: its model, from its own file where that is at hand (ModelView.document). */
export interface ShownModel {
  readonly document: OpenedDocument
  readonly view: ModelView
}

/** An entry to be looked at beside the open model: its own model, as it was saved, and its plan. */
export interface EntryView {
  readonly view: ModelView
  readonly plan: Plan
}

/** Where a saved entry is found. */
export type SavedSource =
  | { readonly kind: 'history'; readonly id: HistoryId }
  | { readonly kind: 'document'; readonly id: string; readonly index: number }

/** One side of a comparison, or one entry to be saved: planned now, with a run of this session, or saved. */
export interface EntrySource {
  readonly configuration: Configuration
  /** A finished run of this session. */
  readonly runId?: RunId
  /** In place of a plan made now. */
  readonly saved?: SavedSource
  /** What to call it; its configuration speaks for it where absent. */
  readonly label?: string
}

/** A comparison is named by what it is made of, so that main makes the very figures it exports. */
export interface ComparisonRequest {
  readonly modelId: ModelId
  /** The baseline. */
  readonly a: EntrySource
  readonly b: EntrySource
}

/** Figures of layers that are written as node data. */
export const NODE_FIGURES = ['packedWeights', 'workspace', 'time'] as const
export type NodeFigure = (typeof NODE_FIGURES)[number]

/** What an imported file says of one node. */
export interface NodeValue {
  /** Node id. */
  readonly node: number
  readonly value: number | string
}

/** Values laid over the model's nodes, of Model Explorer's node data. */
export interface NodeOverlay {
  readonly fileName: string
  readonly values: readonly NodeValue[]
}
