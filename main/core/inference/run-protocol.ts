// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { Problem } from '#contract/errors'
import type { DataType, ModelId } from '#contract/model'
import type { PlanPeak } from '#contract/plan'
import type { RunInput } from '#contract/run'
import type { EventBatch, RunEnd, RunId, RunProgress } from '#contract/timeline'
import type { ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'
import type { NativeProgram } from './native-program'
import type { TuningJob } from './tune'

/** What the run process needs, and all it needs. Plain data: it survives structured cloning. */
export interface RunJob {
  readonly runId: RunId
  readonly modelId: ModelId
  readonly configuration: Configuration
  /** Absolute path of the folder that the native addon is resolved from. */
  readonly appRoot: string
  /** Of a run in stages: what of the model could be planned before it. */
  readonly program: NativeProgram
  /** Present where sizes depend on values that only the run computes. */
  readonly staged?: StagedModel
  /** The files that the program reads, as they were when the model was opened. */
  readonly files: readonly OpenedFile[]
  readonly inputs: readonly NamedTensor[]
  readonly outputs: readonly NamedTensor[]
  /** By node id, for messages. */
  readonly nodeNames: readonly string[]
  readonly input: RunInput
  /** RunReport.executionPeak, which is known once the program is. */
  readonly executionPeak: PlanPeak | null
  /** Inferences after preparation. */
  readonly iterations: number
  /** Where the program departs from the plan, one sentence each. */
  readonly notes: readonly Message[]
}

/** What stages are planned from. */
export interface StagedModel {
  readonly shaped: ShapedModel
  /** Size of the model's file. */
  readonly fileBytes: number
}

export interface OpenedFile {
  /** Absolute. */
  readonly path: string
  readonly bytes: number
  /** Modification time, epoch milliseconds. */
  readonly modifiedMs: number
}

export interface NamedTensor {
  readonly name: string
  /** In the model; values are float32 whatever it is. */
  readonly dtype: DataType
  readonly dims: readonly number[]
  /** Of an input that is read as indices: how many elements they choose from. */
  readonly choices?: number
}

/** Programs of one model to be held against each other. Plain data: it survives structured cloning. */
export interface RaceJob {
  readonly appRoot: string
  readonly programs: readonly NativeProgram[]
  readonly inputs: readonly NamedTensor[]
}

export type ToRunProcess =
  | { readonly type: 'start'; readonly job: RunJob }
  | { readonly type: 'tune'; readonly job: TuningJob }
  | { readonly type: 'race'; readonly job: RaceJob }
  | { readonly type: 'cancel' }

/** In order; after 'end' nothing follows. */
export type FromRunProcess =
  | { readonly type: 'events'; readonly batch: EventBatch }
  | { readonly type: 'progress'; readonly progress: RunProgress }
  | { readonly type: 'end'; readonly end: RunEnd }
  /** Of a tuning job: nanoseconds of one kernel; then whether it got to the end. */
  | { readonly type: 'timing'; readonly key: string; readonly ns: number }
  | { readonly type: 'tuned'; readonly complete: boolean }
  /** Of a race: nanoseconds by program; null where it was cancelled. */
  | { readonly type: 'raced'; readonly ns: readonly number[] | null }
  | { readonly type: 'tuning-failed'; readonly problem: Problem }
