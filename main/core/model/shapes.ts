// SPDX-License-Identifier: Apache-2.0
import type { ProblemCode } from '#contract/errors'
import type { AssumedSize } from '#contract/model'
import type { ReadCause } from '#messages/en/problems'
import type { Constant, Model } from './graph'
import type { Operation } from './operations/index'
import type { Words } from './words'

/** Kinds whose parameters are all in the file. */
type AsStated =
  | Words<'Scale BatchNorm InstanceNorm LRN PRelu Binary Where MatMul Gemm GlobalPool DepthToSpace SpaceToDepth'>
  | Words<'GatherElements GatherNd ScatterElements ScatterNd OneHot ReverseSequence GridSample Recurrent'>
  | Words<'DetectionPostProcess RoiAlign'>

/**
 * Operation whose every parameter is known: what planning and the engine work on. Axes are
 * non-negative, pads explicit, ranges clamped.
 */
export type ResolvedOperation =
  | Extract<Operation, { kind: AsStated }>
  | (Omit<Extract<Operation, { kind: 'Unsupported' }>, 'like'> & { readonly like?: ResolvedOperation })
  | (Omit<Extract<Operation, { kind: 'Conv' }>, 'pads' | 'depthwise'> & {
      readonly pads: readonly number[]
      readonly depthwise: boolean
    })
  | (Omit<Extract<Operation, { kind: 'ConvTranspose' }>, 'pads' | 'outputShape' | 'shapeInput'> & {
      readonly pads: readonly number[]
    })
  | (Omit<Extract<Operation, { kind: 'Pool' }>, 'pads' | 'outputSize'> & { readonly pads: readonly number[] })
  | Required<Omit<Extract<Operation, { kind: 'Unary' }>, 'saturates'>>
  /** x, [least], [most]: bounds that are computed. */
  | { readonly kind: 'Bound' }
  /** Over the last `axes` dims (count). */
  | { readonly kind: 'LayerNorm'; readonly axes: number; readonly epsilon: number; readonly centred: boolean }
  /** Tensors of equal shape under a new dim. */
  | { readonly kind: 'Stack'; readonly axis: number }
  /** Over dims [axis, endAxis) seen as one. */
  | { readonly kind: 'Softmax'; readonly axis: number; readonly endAxis: number; readonly log: boolean }
  | { readonly kind: 'Concat'; readonly axis: number }
  | { readonly kind: 'Split'; readonly axis: number; readonly sizes: readonly number[] }
  /** Per dim of the input; dims dropped afterwards are simply absent from the output shape. */
  | {
      readonly kind: 'Slice'
      readonly starts: readonly number[]
      readonly steps: readonly number[]
      readonly counts: readonly number[]
    }
  /** Same elements in the same order: Reshape, Flatten, Squeeze, Unsqueeze, Identity, Cast between float types. */
  | { readonly kind: 'Alias' }
  | { readonly kind: 'Transpose'; readonly permutation: readonly number[] }
  /** Broadcast to the output shape. */
  | { readonly kind: 'Expand' }
  | { readonly kind: 'Tile'; readonly repeats: readonly number[] }
  | {
      readonly kind: 'Pad'
      readonly mode: Extract<Operation, { kind: 'Pad' }>['mode']
      readonly begins: readonly number[]
      readonly ends: readonly number[]
      readonly value: number
    }
  /** Indices are constant here; none: they are the second input. */
  | { readonly kind: 'Gather'; readonly axis: number; readonly indices: readonly number[] }
  | {
      readonly kind: 'Resize'
      readonly mode: 'nearest' | 'linear' | 'cubic'
      readonly coordinates: Extract<Operation, { kind: 'Resize' }>['coordinates']
      readonly nearest: Extract<Operation, { kind: 'Resize' }>['nearest']
      readonly scales: readonly number[]
      /** Of 'crop': begin and end in every dim, as shares of it. */
      readonly starts: readonly number[]
      readonly ends: readonly number[]
      readonly cubicFactor: number
      readonly excludeOutside: boolean
      readonly antialias: boolean
      readonly extrapolation: number
    }
  | {
      readonly kind: 'Reduce'
      readonly function: Extract<Operation, { kind: 'Reduce' }>['function']
      readonly axes: readonly number[]
      /** A mean of whole numbers: towards zero. */
      readonly whole?: true
    }
  | { readonly kind: 'ArgMax'; readonly mode: 'max' | 'min'; readonly axis: number; readonly last: boolean }
  | { readonly kind: 'TopK'; readonly axis: number; readonly largest: boolean }
  | { readonly kind: 'Trilu'; readonly upper: boolean; readonly k: number }
  | { readonly kind: 'CumSum'; readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean }
  /** Without inputs: start, start + step, … */
  | { readonly kind: 'Range'; readonly start: number; readonly step: number }
  /** Without inputs: evenly distributed in [0, 1). */
  | { readonly kind: 'Random'; readonly seed: number }
  /** Of `length` elements along the axis, padded with zeros or cut. */
  | { readonly kind: 'Dft'; readonly axis: number; readonly length: number; readonly inverse: boolean }
  | { readonly kind: 'Stft'; readonly step: number; readonly length: number }
  /** Labels of the dims of every input and of the output. */
  | { readonly kind: 'Einsum'; readonly terms: readonly (readonly number[])[]; readonly output: readonly number[] }
  /** Maxima and where they were in the whole tensor. */
  | {
      readonly kind: 'MaxPoolIndices'
      readonly kernel: readonly number[]
      readonly strides: readonly number[]
      readonly dilations: readonly number[]
      readonly pads: readonly number[]
      readonly columnMajor: boolean
    }

/** A node whose inputs do not fit it. */
export interface ShapeStop {
  /** Node id. */
  readonly node: number
  readonly code: ProblemCode
  readonly why: ReadCause
}

/** A model with all shapes worked out for given input shapes. */
export interface ShapedModel {
  readonly model: Model
  /** By tensor id; null where unknown (downstream of an unsupported operation). */
  readonly dims: readonly (readonly number[] | null)[]
  /** By tensor id: constants of the file and those that folding computed. */
  readonly constants: ReadonlyMap<number, Constant>
  /** By node id; null for a folded node and where the shape is unknown. */
  readonly operations: readonly (ResolvedOperation | null)[]
  /** By node id: every output is constant, nothing is left to run. */
  readonly folded: readonly boolean[]
  /** By node id: tensors whose values decide its shapes and are only known in a run. */
  readonly awaited: ReadonlyMap<number, readonly number[]>
  /** Sizes that neither the file states nor the user gave. */
  readonly assumed: readonly AssumedSize[]
  /** Where shapes do not fit together, in order; what follows has the shapes that the file states, if any. */
  readonly stops: readonly ShapeStop[]
}
