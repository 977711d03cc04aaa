// SPDX-License-Identifier: Apache-2.0

import type { AdviceKind, Lint } from '#contract/advice'
import type { Arena, ArenaOrigin } from '#contract/arena'
import type { Configuration } from '#contract/configuration'
import type { Problem, Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import type { InputSizes, InputValues, ModelId } from '#contract/model'
import type { LayerKind, Plan } from '#contract/plan'
import type { RunRequest } from '#contract/run'
import type { SessionsPlan } from '#contract/sessions'
import type { Sweep, SweepProgress, SweepRequest } from '#contract/sweep'
import type { RunId } from '#contract/timeline'
import type { RaceJob, RunJob } from '#core/inference/run-protocol'
import type { TensorOrder } from '#core/model/statistics/tensor-values'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { VolumeWindow } from '#core/planning/layers/volume-window'
import type { KernelOnProblem } from '#core/planning/native/timings'
import type { Adviser } from '../plans/adviser'
import type { PackedView } from './packed-view'

// What crosses between a thread that has one model open and whoever asks about it: plain data in both directions.

/** What a node's row is about. */
export interface LayerShape {
  /** Its operation, whatever the format calls it. */
  readonly op: string
  /** Its window; of a product with a constant matrix that of the 1×1 convolution that it is; null where it has none. */
  readonly problem: ConvProblem | null
  /** Its window over more axes than two; null where it has none. */
  readonly volume: VolumeWindow | null
  readonly kind: LayerKind
  /** null: not known, or none to speak of. */
  readonly macs: number | null
}

/** What a process needs to run a plan, and the plan. */
export interface PreparedRun {
  readonly plan: Plan
  readonly job: RunJob
}

/** A model file beside the one that is open, with sizes and elements of its inputs. */
export interface SizedFile {
  readonly path: string
  readonly shapes: InputSizes
  readonly values: InputValues
}

/** Sessions in one process: `count` of the open model, then as many of each of the others. */
export interface SessionsOrder {
  readonly modelId: ModelId
  readonly configuration: Configuration
  readonly count: number
  readonly others: readonly SizedFile[]
}

type Answer<T> = Result<T> | Promise<Result<T>>

/** What a thread answers. Whatever takes a model id is refused where that model is not the one that is open. */
export interface CoreCalls
  extends Pick<Adviser, 'advise' | 'withinBudget' | 'forcedTotals' | 'remedy' | 'releases' | 'engines'> {
  open(path: string): Answer<PackedView>
  setInputShapes(modelId: ModelId, shapes: InputSizes, values?: InputValues): Answer<PackedView>
  nearestSizes(modelId: ModelId, shapes: InputSizes): Answer<readonly InputSizes[]>
  plan(modelId: ModelId, configuration: Configuration): Answer<Plan>
  arena(modelId: ModelId, configuration: Configuration, origin: ArenaOrigin): Answer<Arena>
  sweep(request: SweepRequest): Answer<Sweep>
  together(order: SessionsOrder): Answer<SessionsPlan>
  /** By node. */
  layers(modelId: ModelId): Answer<readonly LayerShape[]>
  lints(modelId: ModelId, configuration: Configuration): Answer<readonly Lint[]>
  /** Where the elements of a constant tensor are. */
  weights(modelId: ModelId, tensor: number): Answer<TensorOrder>
  /** Whose times decide the layers of the model. */
  kernels(modelId: ModelId, configuration: Configuration): Answer<readonly KernelOnProblem[]>
  /** Choices of kernels for the whole model that times of kernels alone do not decide between; null where there are none. */
  rivals(modelId: ModelId, configuration: Configuration): Answer<PreparedRace | null>
  prepareRun(runId: RunId, request: RunRequest): Answer<PreparedRun>
}

export interface PreparedRace {
  /** As WholeRivals. */
  readonly key: string
  /** Programs: high mode's own choice, then normal mode's. */
  readonly job: RaceJob
}

export type CallName = keyof CoreCalls

/** What a thread is told without answering. */
export interface CoreNotices {
  anticipate(modelId: ModelId, configuration: Configuration): void
  cancelBudget(): void
  cancelReleases(): void
  cancelSweep(): void
  /** Of advice of every kind. */
  stopAdvice(): void
}

export type NoticeName = keyof CoreNotices

/** The native engine as planning may use it from now on. */
export interface EngineTold {
  /** null: it can be loaded. */
  readonly problem: Problem | null
  /** Measured times by kernel and problem, in nanoseconds. */
  readonly timings: ReadonlyMap<string, number>
  /** What the machine can do at most; null: it was never measured. */
  readonly machine: Machine | null
  /** The machine that times of other engines are modelled for; null: a usual one. */
  readonly timesFor: Machine | null
  /** Another number wherever a plan may come out otherwise. */
  readonly revision: number
}

export type ToCore =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly type: 'notice'; readonly name: NoticeName; readonly args: readonly unknown[] }
  | { readonly type: 'engine'; readonly engine: EngineTold }

export type FromCore =
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<unknown> }
  /** Nobody has foreseen it: a bug, as text. */
  | { readonly type: 'thrown'; readonly id: number; readonly error: string }
  | { readonly type: 'opening'; readonly fraction: number; readonly stage: 'reading' | 'parsing' }
  | { readonly type: 'advice'; readonly kind: AdviceKind; readonly plans: number }
  | { readonly type: 'sweep'; readonly progress: SweepProgress }
