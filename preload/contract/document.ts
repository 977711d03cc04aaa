// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { Arena } from './arena'
import type { Configuration } from './configuration'
import type { HeldBlock, PhaseMark } from './event-log'
import type { AttributeView, ModelView, NodeView } from './model'
import type { CategoryBytes, Plan } from './plan'
import type { RunReport } from './timeline'

/**
 * A saved document: models by name and shape, and what was planned or measured for them under one or
 * more configurations. It needs no model file to be read again. main/core/document/README.md
 * describes its JSON.
 */
export interface SavedDocument {
  readonly application: { readonly name: string; readonly version: string }
  /** ISO 8601, UTC. */
  readonly savedAt: string
  /** At least one; the same file with other input sizes is another one. */
  readonly models: readonly SavedModel[]
  readonly entries: readonly DocumentEntry[]
}

/** What precedes the entries. */
export type DocumentHead = Omit<SavedDocument, 'entries'>

export interface DocumentEntry extends SavedEntry {
  /** Index in the document's models. */
  readonly model: number
}

export interface SavedModel extends Pick<ModelView, 'fileName' | 'format' | 'sha256' | 'fileBytes' | 'weightBytes'> {
  /** File name without its ending. */
  readonly name: string
  readonly inputs: readonly SavedInput[]
  /** All nodes in execution order; a node's id is its index. */
  readonly nodes: readonly SavedNode[]
  /** ModelView.warnings. Absent where an earlier version saved it, as are all optional members of its parts. */
  readonly warnings?: readonly Message[]
}

export interface SavedInput {
  readonly name: string
  /** That the plans were made with. */
  readonly dims: readonly number[]
  /** As the file declares them; null is a dimension that it leaves open. */
  readonly declaredDims?: readonly (number | null)[]
  readonly dtype?: string
}

export interface SavedNode {
  readonly name: string
  /** Format-neutral operation, e.g. "Conv". */
  readonly op: string
  /** Of its first output; null while unknown. */
  readonly dims: readonly number[] | null
  /** What makes the tensors that it reads, constants left out, in their order: a node's id, or -1 for an input of the model. */
  readonly from?: readonly number[]
  /** Constants that it reads, but for whole numbers (shapes, axes, indices). */
  readonly weights?: readonly SavedWeight[]
  /** As the file states them. */
  readonly attributes?: readonly AttributeView[]
  /** Of the elements of its first output. */
  readonly dtype?: string
  /** NodeView.folded. */
  readonly folded?: boolean
  /** NodeView.window. */
  readonly window?: NonNullable<NodeView['window']>
}

export interface SavedWeight {
  readonly dims: readonly number[]
  readonly dtype: string
  /** Of each integer where it is stored quantised. */
  readonly bits?: number
}

export interface SavedEntry {
  readonly label: string
  readonly configuration: Configuration
  readonly plan: SavedPlan
  /** Where everything lies under the plan; absent in documents of earlier versions, and of what the history kept. */
  readonly arena?: Arena
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
