// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import type { ResolvedOperation } from '#core/model/shapes'
import { words } from '#core/model/words'
import type { ConvProblem } from '../layers/conv-problem'
import type { WeightStorage } from './weight-storage'

/** Functions that a convolution applies to its sums: the names of the native engine. */
export const CONV_ACTIVATIONS = words('relu relu6 clip leakyRelu prelu hardSigmoid hardSwish sigmoid swish tanh')

export type ConvActivation = (typeof CONV_ACTIVATIONS)[number]

/**
 * What Convscope's engine executes: operations in order over buffers with fixed places. Made by
 * lowering a shaped model; weights are still named by tensor, inference/ adds where they are.
 */
export interface Program {
  readonly isa: InstructionSet
  readonly threads: number
  /** How convolutions keep their packed weights. */
  readonly weights: WeightStorage
  readonly buffers: readonly ProgramBuffer[]
  readonly ops: readonly ProgramOp[]
  /** Buffers of the model's inputs and outputs, in the model's order, all plain. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  /** One block for all activations. */
  readonly arenaBytes: number
  /** One block for all workspaces: the largest of them. */
  readonly workspaceBytes: number
}

/**
 * 'plain': row-major float32 in the order of dims. 'blocked': [n][C/b][h][w][b] of a 4-D tensor
 * [n, c, h, w], b = the instruction set's channel block, lanes of missing channels zero; a 1-D
 * constant [c] blocked is padded with zeros to a multiple of b.
 */
export type BufferLayout = 'plain' | 'blocked'

export interface ProgramBuffer {
  readonly dims: readonly number[]
  readonly layout: BufferLayout
  /** With the padding of its layout, float32. */
  readonly bytes: number
  readonly place:
    | { readonly kind: 'arena'; readonly offset: number }
    /** Loaded at prepare, labelled packed weights of `node`. */
    | { readonly kind: 'constant'; readonly tensor: number; readonly node: number }
}

/** The native names of what an op computes; parameters are those of the resolved operation. */
export type ProgramOperation =
  | Exclude<
      ResolvedOperation,
      { kind: 'Conv' | 'Alias' | 'Unsupported' | 'Stack' | 'BatchNorm' | 'Scale' | 'Resize' | 'Bound' }
    >
  /** x: to the nearest or linearly, over height and width; blocked. */
  | Pick<Extract<ResolvedOperation, { kind: 'Resize' }>, 'kind' | 'mode' | 'coordinates' | 'nearest' | 'scales'>
  /** x: any interpolation over any dims; plain. */
  | (Omit<Extract<ResolvedOperation, { kind: 'Resize' }>, 'kind'> & { readonly kind: 'Resample' })
  /** x, then for every stage [scale], [bias], [mean], [variance], blocked constants: see AffineStage. */
  | {
      readonly kind: 'Affine'
      readonly epsilons: readonly number[]
      readonly activation: Extract<ResolvedOperation, { kind: 'Unary' }> | null
    }
  /** x, weight, [bias], plain, over one to three axes: for the volumes that no kernel takes. */
  | (Pick<Extract<ResolvedOperation, { kind: 'Conv' }>, 'strides' | 'dilations' | 'pads' | 'group' | 'activation'> & {
      readonly kind: 'GeneralConv'
    })
  /** Between 'plain' and 'blocked': the layouts of input and output say which way. */
  | { readonly kind: 'Reorder' }
  /** Plain copy of as many elements (an Alias whose source must live on, or of an input to an output). */
  | { readonly kind: 'Copy' }
  /** x, [residual, as the output], [slope, blocked]: activation(affine(convolution) + residual). */
  | {
      readonly kind: 'Conv'
      readonly problem: ConvProblem
      /** Folded into the weights when they are packed. */
      readonly affine: readonly AffineStage[]
      readonly activation: ConvActivation | 'none'
      readonly alpha: number
      readonly beta: number
      readonly choice: Choice
      /** Constant tensors [oc, ic/group, kh, kw] and [oc] (-1: none). */
      readonly weight: number
      readonly bias: number
      readonly packedWeightBytes: number
    }

/**
 * By channel: (x - mean) · scale / √(variance + epsilon) + bias. Constant tensors of one value a
 * channel (a convolution also takes one for all); -1 where a part is left out.
 */
export interface AffineStage {
  readonly scale: number
  readonly bias: number
  readonly mean: number
  readonly variance: number
  readonly epsilon: number
}

export interface ProgramOp {
  /** Node of the model on whose behalf it runs. */
  readonly node: number
  readonly operation: ProgramOperation
  /** Buffers; -1 for an optional input that is left out. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly workspaceBytes: number
}
