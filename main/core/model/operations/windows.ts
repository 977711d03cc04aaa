// SPDX-License-Identifier: Apache-2.0
import type { FusedActivation } from './functions'

/** Spatial padding; `pads` lists all begins, then all ends, in the order of the spatial axes (ONNX). */
export type PadRule =
  | { readonly kind: 'explicit'; readonly pads: readonly number[] }
  /** out = ceil(in / stride); the odd element goes to the end (upper) or the beginning (lower). */
  | { readonly kind: 'same'; readonly odd: 'upper' | 'lower' }
  | { readonly kind: 'valid' }

/**
 * Operations that slide a window over images [n, c, …spatial]. A convolution whose kernel is empty has that of its
 * weights; other lists of its window that are empty are what is usual.
 */
export type WindowOperation =
  /** x, weight [oc, ic/group, …kernel], [bias] */
  | {
      readonly kind: 'Conv'
      readonly kernel: readonly number[]
      readonly strides: readonly number[]
      readonly dilations: readonly number[]
      readonly pads: PadRule
      readonly group: number
      readonly activation: FusedActivation
      /** As the file states it; absent where it follows from the shapes: one channel in and out of every group. */
      readonly depthwise?: boolean
    }
  /** x, weight [ic, oc/group, …kernel], [bias], [output shape [n, …spatial, c], where `shapeInput` says so] */
  | {
      readonly kind: 'ConvTranspose'
      readonly kernel: readonly number[]
      readonly strides: readonly number[]
      readonly dilations: readonly number[]
      readonly pads: PadRule
      readonly outputPadding: readonly number[]
      /** Of the spatial dims, from which the padding follows. */
      readonly outputShape?: readonly number[]
      readonly shapeInput?: true
      readonly group: number
      readonly activation: FusedActivation
    }
  /** x */
  | {
      readonly kind: 'Pool'
      readonly mode: 'max' | 'average'
      readonly kernel: readonly number[]
      readonly strides: readonly number[]
      readonly dilations: readonly number[]
      readonly pads: PadRule
      readonly ceil: boolean
      readonly countPadding: boolean
      /** MNN: a kernel larger than the padded input shrinks to it, and a last window may lie in the padding. */
      readonly lenient?: boolean
      /** Adaptive: windows share the input evenly for an output of these sizes (null: as it is); kernel and strides follow. */
      readonly outputSize?: readonly (number | null)[]
      /** Of the second output, where the maxima were: positions count columns first. */
      readonly columnMajor?: boolean
    }
  /** x: over all spatial dims, which become 1 */
  | { readonly kind: 'GlobalPool'; readonly mode: 'max' | 'average' }
