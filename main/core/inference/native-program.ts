// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { DataType } from '#contract/model'
import type { Algorithm } from '#contract/plan'
import type { ComputedWeights } from '#core/model/constant-values'
import type { StoredOrder } from '#core/model/graph'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { BufferLayout } from '#core/planning/native/program'
import type { WeightStorage } from '#core/planning/native/weight-storage'

/**
 * The program as the addon takes it: planning/native/program.ts with weights as places in files. Plain
 * data, so that it can be sent to the run process.
 */
export interface NativeProgram {
  readonly isa: InstructionSet
  readonly threads: number
  readonly weights: WeightStorage
  /** Absolute paths. */
  readonly files: readonly string[]
  readonly arenaBytes: number
  readonly workspaceBytes: number
  readonly buffers: readonly NativeBuffer[]
  readonly constants: readonly NativeConstant[]
  readonly ops: readonly NativeOp[]
  /** Indices of buffers, in the model's order. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

/** Either in the arena (constant -1) or a constant (arenaOffset -1). */
export interface NativeBuffer {
  readonly dims: readonly number[]
  readonly layout: BufferLayout
  readonly bytes: number
  readonly arenaOffset: number
  /** Index in NativeProgram.constants. */
  readonly constant: number
  /** Node on whose behalf a constant is loaded, or -1. */
  readonly node: number
}

export interface NativeConstant {
  readonly dims: readonly number[]
  readonly source: NativeSource
  /** Where the source has the elements in another order (see StoredOrder of model/graph.ts). */
  readonly stored?: StoredOrder
}

/** `file` is an index in NativeProgram.files; offsets and lengths in bytes. */
export type NativeSource =
  | {
      readonly kind: 'file'
      readonly file: number
      readonly offset: number
      readonly byteLength: number
      readonly dtype: DataType
    }
  | { readonly kind: 'values'; readonly values: Float32Array }
  | { readonly kind: 'fill'; readonly value: number }
  | { readonly kind: 'synthesised'; readonly seed: number; readonly scale: number }
  | {
      readonly kind: 'sparse'
      readonly file: number
      readonly count: number
      readonly indexOffset: number
      readonly valueOffset: number
    }
  /** Never reaches the addon: expand-weights.ts puts its values in its place. `name`: of the tensor. */
  | { readonly kind: 'coded'; readonly name: string; readonly weights: ComputedWeights }

/** A kernel in the addon's terms: unit 0 where it has none. */
export interface NativeKernel {
  readonly algorithm: Algorithm
  readonly unit: number
}

export interface NativeChoice extends NativeKernel {
  readonly inner: NativeKernel | null
}

export interface NativeOp {
  readonly node: number
  readonly kind: string
  /** The operation's own fields, as in ProgramOperation. */
  readonly params: object
  /** Buffers; -1 for an optional input that is left out. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly workspaceBytes: number
  readonly conv?: NativeChoice & {
    /** Indices of constants; bias -1: none. */
    readonly weight: number
    readonly bias: number
    readonly packedWeightBytes: number
  }
}

export type NativeConvProblem = Omit<ConvProblem, 'depthwise'>
