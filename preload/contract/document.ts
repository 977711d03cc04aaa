// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from './configuration'
import type { HeldBlock, PhaseMark } from './event-log'
import type { ModelView } from './model'
import type { CategoryBytes, Plan } from './plan'
import type { RunReport } from './timeline'

/**
 * A saved document: a model by name and shape, and what was planned or measured for it under one or
 * more configurations. It needs no model file to be read again. main/core/document/README.md
 * describes its JSON.
 */
export interface SavedDocument {
  readonly application: { readonly name: string; readonly version: string }
  /** ISO 8601, UTC. */
  readonly savedAt: string
  readonly model: SavedModel
  readonly entries: readonly SavedEntry[]
}

export interface SavedModel extends Pick<ModelView, 'fileName' | 'format' | 'sha256' | 'fileBytes' | 'weightBytes'> {
  /** File name without its ending. */
  readonly name: string
  readonly inputs: readonly { readonly name: string; readonly dims: readonly number[] }[]
  /** All nodes in execution order; a node's id is its index. */
  readonly nodes: readonly SavedNode[]
}

export interface SavedNode {
  readonly name: string
  /** Format-neutral operation, e.g. "Conv". */
  readonly op: string
  /** Of its first output; null while unknown. */
  readonly dims: readonly number[] | null
}

export interface SavedEntry {
  readonly label: string
  readonly configuration: Configuration
  readonly plan: SavedPlan
  readonly run?: SavedRun
}

/** An entry with the model of the document that it is in: whatever is compared, checked, shown or exported. */
export interface Entry {
  readonly model: SavedModel
  readonly entry: SavedEntry
}

export type SavedPlan = Omit<Plan, 'modelId' | 'configuration'>

export interface SavedRun {
  readonly report: Omit<RunReport, 'runId' | 'modelId' | 'configuration'>
  readonly timeline: SavedTimeline
}

/** A run's timeline as columns of equal length. */
export interface SavedTimeline {
  /** Whether every event is here, or only the extremes of equal numbers of events. */
  readonly complete: boolean
  /** Events of the run. */
  readonly events: number
  readonly lost: number
  readonly endNs: number
  readonly phases: readonly PhaseMark[]
  readonly samples: {
    readonly timeNs: readonly number[]
    /** Bytes held after the event, by category. */
    readonly held: { readonly [category in keyof CategoryBytes]: readonly number[] }
    readonly owner: readonly number[]
    readonly layer: readonly number[]
  }
  readonly spans: {
    readonly node: readonly number[]
    readonly beginNs: readonly number[]
    readonly endNs: readonly number[]
  }
  readonly resident: { readonly timeNs: readonly number[]; readonly bytes: readonly number[] }
  readonly peak: {
    readonly timeNs: number
    readonly total: number
    readonly bytes: CategoryBytes
    readonly node: number
    readonly alive: readonly HeldBlock[]
  } | null
}
