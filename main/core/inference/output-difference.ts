// SPDX-License-Identifier: Apache-2.0
import type { OutputSummary } from '#contract/timeline'

export interface OutputDifference {
  readonly output: string
  /** The largest among the values that both reports keep, relative to the largest magnitude of the reference's output. */
  readonly relative: number
  /** How many were compared: the first of the output, its smallest and its largest. */
  readonly values: number
}

/** How far the outputs of a run are from those of another of the same model and input. */
export function outputDifferences(
  outputs: readonly OutputSummary[],
  reference: readonly OutputSummary[],
): readonly OutputDifference[] {
  return reference.map((wanted, index) => {
    const got = outputs[index]
    const pairs = [...wanted.head, wanted.min, wanted.max].map((value, i) => {
      const other = got === undefined ? Number.NaN : [...got.head, got.min, got.max][i]
      return Math.abs(value - (other ?? Number.NaN))
    })
    const magnitude = Math.max(Math.abs(wanted.min), Math.abs(wanted.max), Number.MIN_VALUE)
    // What is no number in either is no small difference.
    const largest = pairs.some(Number.isNaN) ? Number.NaN : pairs.reduce((most, each) => Math.max(most, each), 0)
    return { output: wanted.name, relative: largest / magnitude, values: pairs.length }
  })
}
