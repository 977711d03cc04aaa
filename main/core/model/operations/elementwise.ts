// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { BinaryFunction, FusedActivation, UnaryFunction } from './functions'

/** Operations that take one element of every input for one of the output. */
export type ElementwiseOperation =
  /** x. alpha, beta: slope, clip bounds, hard-sigmoid factors… clip bounds may be inputs [min], [max] */
  | {
      readonly kind: 'Unary'
      readonly function: UnaryFunction
      readonly alpha?: number
      readonly beta?: number
      /** It only keeps results within what the integers hold that a file stores them as. */
      readonly saturates?: true
    }
  /** x, slope (broadcast on dim 1 when it has as many elements as channels) */
  | { readonly kind: 'PRelu' }
  /** a, b, … (add, min, max and mul take any number); broadcasting */
  | { readonly kind: 'Binary'; readonly function: BinaryFunction; readonly activation: FusedActivation }
  /** condition, a, b */
  | { readonly kind: 'Where' }
  /** x, [like]: to a type, or to that of the second input */
  | { readonly kind: 'Cast'; readonly to?: DataType }
