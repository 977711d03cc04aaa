// SPDX-License-Identifier: Apache-2.0
import type { WeightStatistics } from '#contract/statistics'

const BINS = 64

/** Extremes, sum and counts of values as they come: the first of two passes. */
export class Extent {
  count = 0
  zeros = 0
  nan = 0
  infinite = 0
  min = Number.POSITIVE_INFINITY
  max = Number.NEGATIVE_INFINITY
  private sum = 0
  /** What rounding took from the sum (Neumaier): millions of small weights add up exactly enough. */
  private lost = 0

  add(value: number, times = 1): void {
    this.count += times
    if (Number.isNaN(value)) this.nan += times
    else if (!Number.isFinite(value)) this.infinite += times
    else {
      if (value === 0) this.zeros += times
      if (value < this.min) this.min = value
      if (value > this.max) this.max = value
      const term = value * times
      const sum = this.sum + term
      this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - sum + term : term - sum + this.sum
      this.sum = sum
    }
  }

  get finite(): number {
    return this.count - this.nan - this.infinite
  }

  get mean(): number {
    return (this.sum + this.lost) / this.finite
  }
}

/** Deviation and histogram within a known extent: the second pass over the same values. */
export class Spread {
  private readonly bins: number[]
  private readonly mean: number
  private squares = 0

  constructor(private readonly extent: Extent) {
    this.bins = new Array<number>(extent.max > extent.min ? BINS : 1).fill(0)
    this.mean = extent.mean
  }

  add(value: number, times = 1): void {
    if (!Number.isFinite(value)) return
    const { min, max } = this.extent
    const last = this.bins.length - 1
    // Halved, so that the range of two huge values of opposite sign does not overflow.
    const share = last === 0 ? 0 : (value / 2 - min / 2) / (max / 2 - min / 2)
    const bin = Math.min(last, Math.floor(share * this.bins.length))
    this.bins[bin] = (this.bins[bin] ?? 0) + times
    this.squares += (value - this.mean) ** 2 * times
  }

  result(): WeightStatistics {
    const { count, zeros, nan, infinite, finite, min, max } = this.extent
    const counts = { count, zeros, nan, infinite }
    if (finite === 0) return { ...counts, finite: null }
    const std = Math.sqrt(this.squares / finite)
    // Adding 0 makes 0 of −0.
    return { ...counts, finite: { min: min + 0, max: max + 0, mean: this.mean + 0, std, histogram: this.bins } }
  }
}
