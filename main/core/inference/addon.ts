// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { Algorithm } from '#contract/plan'
import type { EventBatch } from '#contract/timeline'
import type { BufferLayout, ConvActivation } from '#core/planning/native/program'
import type { WeightStorage } from '#core/planning/native/weight-storage'
import type { MessageIn, PartId } from '#messages/message'
import type { NativeChoice, NativeConvProblem, NativeKernel, NativeProgram } from './native-program'

/** The whole surface of the native addon. Failures are Errors with `code`, perhaps `node` and what is `said` to people. */
export interface Addon {
  /** Every code that a failure of the addon can carry. */
  statusCodes(): string[]
  /** Best first. */
  executableIsas(): InstructionSet[]
  channelBlock(isa: InstructionSet): number
  /** In the order of the registry. */
  kernels(): NativeKernel[]
  assessConvolution(
    problem: NativeConvProblem,
    choice: NativeChoice,
    isa: InstructionSet,
    threads: number,
    /** Absent: float32. */
    weights?: WeightStorage,
  ): NativeAssessment
  assessOperation(
    operation: { readonly kind: string; readonly params: object },
    inputs: readonly (NativeShape | null)[],
    outputs: readonly NativeShape[],
    isa: InstructionSet,
    threads: number,
  ): { supported: true; workspaceBytes: number } | { supported: false; reason: MessageIn<'unrunnable'> }
  /** One convolution on plain NCHW values, synchronously: for tests and benchmarks. */
  convolve(request: ConvolveRequest): ConvolveResult
  /** Floating-point operations a second of one thread that never leave the registers; takes some milliseconds. */
  multiplyAddRate(isa: InstructionSet): number
  /** The same of bfloat16; 0 where the processor has no instruction for it, and multiplies it in float32. */
  bfloat16Rate(isa: InstructionSet): number
  /** The same of bfloat16 in tiles that are read as products read them; 0 where there are none. */
  tileRate(isa: InstructionSet): number
  /** Bytes a second that all threads together read, each `bytes` of its own again and again, in the best of some passes. */
  readRate(isa: InstructionSet, threads: number, bytes: number): number
  readonly Session: new (options?: SessionOptions) => NativeSession
}

export type NativeAssessment =
  | {
      supported: true
      packedWeightBytes: number
      workspaceBytes: number
      workspace: { readonly name: PartId; readonly bytes: number }[]
      operations: number
      bfloat16Operations: number
      weightTraffic: number
      otherTraffic: number
      plainInput: boolean
    }
  | { supported: false; reason: MessageIn<'refusal'> }

export interface NativeShape {
  readonly dims: readonly number[]
  readonly layout: BufferLayout
  readonly bytes: number
  readonly constant: boolean
}

export interface ConvolveRequest {
  readonly problem: NativeConvProblem
  readonly choice: NativeChoice
  readonly isa: InstructionSet
  readonly threads: number
  /** How packed weights are kept; absent: as float32. */
  readonly weightStorage?: WeightStorage
  readonly activation: ConvActivation | 'none'
  readonly alpha?: number
  readonly beta?: number
  readonly weights: Float32Array
  readonly bias: Float32Array | null
  readonly input: Float32Array
  /** As the output; added before the activation. */
  readonly residual?: Float32Array
  /** prelu: [oc]. */
  readonly slope?: Float32Array
  /** Executions; absent: one. */
  readonly runs?: number
  /** What is read before each execution, taking the place of its weights in the caches; absent: nothing. */
  readonly bytesBetween?: number
  /** The n-th allocation fails; 0 or absent: none. */
  readonly failAllocationAt?: number
}

export interface ConvolveResult {
  readonly output: Float32Array
  /** As the allocator measured them. */
  readonly packedWeightBytes: number
  readonly workspaceBytes: number
  /** Of the fastest execution, without packing. */
  readonly runNs: number
}

interface SessionOptions {
  /** Events that the queue holds before it drops. */
  readonly queueCapacity?: number
  readonly failAllocationAt?: number
}

/** One program prepared and run, on a thread of its own; one call of prepare or run at a time. */
export interface NativeSession {
  /** Another of the same run: bytes, events and their times are told together with this one's, by either of them. */
  beside(): NativeSession
  prepare(program: NativeProgram): Promise<void>
  /** The next plain values of an input. Every input has to be fed whole before every run. */
  feed(input: number, values: Float32Array): void
  /** Nanoseconds of every op. */
  run(): Promise<Float64Array>
  /** Puts plain values of an output from element `first` on into `values`; how many: fewer at its end. */
  readOutput(output: number, first: number, values: Float32Array): number
  /** Takes events out of the queue; times are since the session was made. */
  drain(maxEvents: number): EventBatch
  /** 0..1 of the prepare or run under way. */
  progress(): number
  /** Bytes held now, by CATEGORIES, and their highest sum so far. */
  held(): { categories: number[]; peak: number }
  /** Of every convolution, as the allocator and the kernels measured them. */
  layerBytes(): {
    node: number
    packedWeightBytes: number
    workspaceBytes: number
    algorithm: Algorithm
    unit: number
  }[]
  /** Makes the prepare or run under way fail with code "cancelled". */
  cancel(): void
  dispose(): void
}
