// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'

/** Operations that make values of a shape or of bounds. */
export type GenerationOperation =
  | { readonly kind: 'Shape' }
  | { readonly kind: 'Rank' }
  | { readonly kind: 'Size' }
  /** start, limit, delta */
  | { readonly kind: 'Range' }
  /** [shape]: evenly distributed in [0, 1), the same for the same seed. */
  | { readonly kind: 'Random'; readonly dims?: readonly number[]; readonly seed: number }
  /** shape */
  | { readonly kind: 'ConstantOfShape'; readonly value: number; readonly dtype: DataType }
  /** MNN Fill: shape, value */
  | { readonly kind: 'Fill' }
