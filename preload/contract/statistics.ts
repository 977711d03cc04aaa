// SPDX-License-Identifier: Apache-2.0
/** What the values of a constant tensor are like. Moments and histogram are over its finite values. */
export interface WeightStatistics {
  /** Elements, of any value. */
  readonly count: number
  readonly zeros: number
  readonly nan: number
  readonly infinite: number
  /** null where no value is finite. */
  readonly finite: FiniteStatistics | null
}

export interface FiniteStatistics {
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Standard deviation of the population. */
  readonly std: number
  /** Counts in bins of equal width from min to max; the last one includes max. One bin where all are equal. */
  readonly histogram: readonly number[]
}

/** The beginning of a constant tensor. */
export interface FirstValues {
  readonly dims: readonly number[]
  /** Row-major, a few hundred at most. */
  readonly values: Float64Array
}
