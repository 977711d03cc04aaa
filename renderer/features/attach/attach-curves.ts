// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '#contract/plan'
import type { AttachLog, AttachMoment } from '../../lib/timeline/attach-log'
import { createExtremes, type Extremes } from '../../lib/timeline/extremes'
import { rowAt } from '../../lib/timeline/step-series'
import type { View } from '../../lib/timeline/view-rows'

/** What the system reports of a program, in the order in which curves are drawn over each other. */
export const ATTACH_SERIES = ['file', 'private', 'pss', 'rss'] as const
export type AttachSeries = (typeof ATTACH_SERIES)[number]

/** Bytes over time, constant from each row to the next. */
export interface Curve {
  readonly count: number
  /** Nanoseconds, ascending. */
  readonly x: Float64Array
  readonly bytes: Float64Array
  readonly extremes: Extremes
}

const VALUE: Readonly<Record<AttachSeries, (moment: AttachMoment) => number | null>> = {
  file: ({ fileBytes }) => fileBytes,
  private: ({ privateBytes }) => privateBytes,
  pss: ({ pssBytes }) => pssBytes,
  rss: ({ rssBytes }) => rssBytes,
}

/** A curve for each figure, of those moments at which it was read. */
export function attachCurves({ moments }: AttachLog): Readonly<Record<AttachSeries, Curve>> {
  const curve = (series: AttachSeries) => {
    const known = moments.filter((moment) => VALUE[series](moment) !== null)
    return curveOf(
      known.map(({ timeNs }) => timeNs),
      known.map((moment) => VALUE[series](moment) ?? 0),
    )
  }
  return { file: curve('file'), private: curve('private'), pss: curve('pss'), rss: curve('rss') }
}

/**
 * Where a curve ends, of a program that ended at `end`. What is read of every process only now and then is known until the
 * last time that it was: longer, it would stand above a resident set that has gone.
 */
export function curveEnd(series: AttachSeries, { x, count }: Curve, end: number): number {
  return series === 'pss' || series === 'private' ? (x[count - 1] ?? end) : end
}

/** What the plan holds while each node executes, its steps laid evenly over a stretch of time. */
export function modelledCurve({ totals, steps }: Plan, { from, to }: View): Curve {
  const stays = totals.packedWeights + totals.modelBuffer + totals.other
  return curveOf(
    steps.map((_, index) => from + ((to - from) * index) / steps.length),
    steps.map(({ activationBytes, workspaceBytes }) => stays + activationBytes + workspaceBytes),
  )
}

/** The highest value in force within a stretch; null where the curve has none there. */
export function highWater({ x, count, bytes, extremes }: Curve, { from, to }: View): number | null {
  const begin = Math.max(0, rowAt(x, count, from))
  const end = rowAt(x, count, to) + 1
  return end <= begin ? null : (bytes[extremes.between(begin, end).high] ?? null)
}

function curveOf(x: readonly number[], values: readonly number[]): Curve {
  const bytes = Float64Array.from(values)
  return { count: bytes.length, x: Float64Array.from(x), bytes, extremes: createExtremes(bytes, bytes.length) }
}
