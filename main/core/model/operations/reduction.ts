// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../words'

export type ReduceFunction = Words<'sum mean max min prod sumSquare l1 l2 logSum logSumExp'>

/** Operations that bring the values along an axis together: sums, extremes, running sums. */
export type ReductionOperation =
  /** x, [axes] */
  | {
      readonly kind: 'Reduce'
      readonly function: ReduceFunction
      readonly axes?: readonly number[]
      readonly keepDims: boolean
    }
  /** x: where the largest (or smallest) element is; of equal ones the first, or the last */
  | {
      readonly kind: 'ArgMax'
      readonly mode: 'max' | 'min'
      readonly axis: number
      readonly keepDims: boolean
      readonly last: boolean
    }
  /** x, [axis] */
  | { readonly kind: 'CumSum'; readonly axis?: number; readonly exclusive: boolean; readonly reverse: boolean }
