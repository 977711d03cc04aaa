// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { Arena } from './arena'
import { CATEGORIES } from './categories'
import type { Configuration } from './configuration'
import type { Problem } from './errors'
import type { ModelId } from './model'
import type { Algorithm, CategoryBytes, PlanPeak } from './plan'

export type RunId = string

/** Event kinds of EventBatch.kind; the native engine uses the same numbers. */
export const EVENT_KINDS = { allocate: 0, free: 1, layerBegin: 2, layerEnd: 3, rss: 4, phase: 5 } as const

/** Phases of a run, in order; EventBatch.bytes carries the index for an event of kind `phase`. */
export const RUN_PHASES = ['load', 'prepare', 'execute', 'finish'] as const
export type RunPhase = (typeof RUN_PHASES)[number]

/**
 * Events of a run, one array per field. Event i of the batch has sequence number
 * firstSequence + i. `dropped` counts events lost so far because the queue was full.
 */
export interface EventBatch {
  readonly firstSequence: number
  readonly dropped: number
  /** Nanoseconds since the run began, steady clock. */
  readonly timeNs: Float64Array
  /** EVENT_KINDS. */
  readonly kind: Uint8Array
  /** Index in CATEGORIES (allocate and free). */
  readonly category: Uint8Array
  /** Node id, or -1 where no node is concerned. */
  readonly node: Int32Array
  /** Size of the block (allocate, free), resident set (rss), index of the phase (phase); else 0. */
  readonly bytes: Float64Array
}

export interface RunProgress {
  readonly runId: RunId
  readonly phase: RunPhase
  /** 0..1 over the whole run. */
  readonly fraction: number
}

/** What the run measured for one node. */
export interface LayerMeasurement {
  /** Node id. */
  readonly node: number
  /** What the engine executed for a convolution; null for other operations. */
  readonly kernel: { readonly algorithm: Algorithm; readonly unit: number | null } | null
  /** Bytes that the tracking allocator holds for the node's packed weights and constants. */
  readonly packedWeightBytes: number
  /** Bytes of the workspace the node used. */
  readonly workspaceBytes: number
  /** Median over the iterations. */
  readonly durationNs: number
}

export interface OutputSummary {
  readonly name: string
  readonly dims: readonly number[]
  readonly min: number
  readonly max: number
  readonly mean: number
  /** The first values, at most 16. */
  readonly head: readonly number[]
}

export interface RunReport {
  readonly runId: RunId
  readonly modelId: ModelId
  readonly configuration: Configuration
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly durationNs: number
  /** Median of one inference; null: none was finished. */
  readonly inferenceNs: number | null
  readonly iterations: number
  /** Instruction set that the kernels really used. */
  readonly executedIsa: string
  /** At the moment of the highest tracked total. */
  readonly peak: CategoryBytes
  readonly peakTrackedBytes: number
  /**
   * Where the program needed most of the arena and of the workspace that it held, and what lay in the arena then, at the
   * bytes that it had there. Absent in documents of earlier versions.
   */
  readonly executionPeak?: PlanPeak | null
  /**
   * Where everything lay in it: of a run in stages, whose programs nobody knows before it, and of one that was saved. Absent
   * where the plan's program can be asked for.
   */
  readonly arena?: Arena
  /** Resident set of the inference process before the model was opened, and its highest. */
  readonly baselineRssBytes: number
  readonly peakRssBytes: number
  /**
   * What was tracked when the resident set was highest. peakRssBytes = baselineRssBytes + Σ of these + the remainder
   * (residentParts).
   */
  readonly trackedAtPeakRss: CategoryBytes
  readonly layers: readonly LayerMeasurement[]
  /**
   * Packed weights and constants held while the model ran: those of the layers, and what belongs to none. Absent in
   * documents of earlier versions.
   */
  readonly packedWeightBytes?: number
  readonly outputs: readonly OutputSummary[]
  readonly droppedEvents: number
  /** Where the executed kernels differ from the plan's algorithms, one sentence each. */
  readonly notes: readonly Message[]
  /** Why the run did not come to its end: all of this is of the time until then. Absent where it did. */
  readonly endedEarly?: Message
}

/** Of a highest resident set: what is neither the process before the model nor tracked. */
export interface ResidentParts {
  readonly trackedBytes: number
  /**
   * The engine's code, its threads, the program, and what the C library keeps; less what was allocated but not yet
   * written to, so that it may be below 0.
   */
  readonly remainderBytes: number
}

export function residentParts({
  baselineRssBytes,
  peakRssBytes,
  trackedAtPeakRss,
}: Pick<RunReport, 'baselineRssBytes' | 'peakRssBytes' | 'trackedAtPeakRss'>): ResidentParts {
  const trackedBytes = CATEGORIES.reduce((sum, category) => sum + trackedAtPeakRss[category], 0)
  return { trackedBytes, remainderBytes: peakRssBytes - baselineRssBytes - trackedBytes }
}

/** A run that did not finish has a report of what was measured until then, where that is anything. */
export type RunEnd =
  | { readonly runId: RunId; readonly outcome: 'finished'; readonly report: RunReport }
  | { readonly runId: RunId; readonly outcome: 'cancelled'; readonly report?: RunReport }
  | { readonly runId: RunId; readonly outcome: 'failed'; readonly problem: Problem; readonly report?: RunReport }
