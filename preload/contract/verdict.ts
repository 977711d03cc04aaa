// SPDX-License-Identifier: Apache-2.0
/** How much memory a change may cost: all that are named hold. */
export interface GrowthLimit {
  /** Share of the baseline, e.g. 0.05 for 5 %. */
  readonly growth?: number
  /** Bytes above the baseline. */
  readonly growthBytes?: number
  /** Bytes in total, whatever the baseline. */
  readonly totalBytes?: number
}

/**
 * 'unknown': what is known keeps the limit, but the figure is a lower bound, so that nobody can say whether the limit is
 * kept. That is no pass.
 */
export type Outcome = 'within' | 'over' | 'unknown'

export interface Verdict {
  readonly outcome: Outcome
  readonly growthBytes: number
  /** Share of the baseline; null where that is 0. */
  readonly growth: number | null
  /** The limits that are exceeded. */
  readonly exceeded: readonly (keyof GrowthLimit)[]
}

/** What is held against a limit; `lowerBound`: parts of it are unknown, so that it is that much at least. */
export interface Judged {
  readonly bytes: number
  readonly lowerBound: boolean
}

/**
 * Whether B costs more than the limit allows. Exactly at a limit is within it; limits of nothing are always met. A baseline
 * that is a lower bound makes the growth look larger than it is, never smaller.
 */
export function judge(baselineBytes: number, { bytes, lowerBound }: Judged, limit: GrowthLimit): Verdict {
  const growthBytes = bytes - baselineBytes
  const exceeded: (keyof GrowthLimit)[] = []
  if (limit.growth !== undefined && growthBytes > limit.growth * baselineBytes) exceeded.push('growth')
  if (limit.growthBytes !== undefined && growthBytes > limit.growthBytes) exceeded.push('growthBytes')
  if (limit.totalBytes !== undefined && bytes > limit.totalBytes) exceeded.push('totalBytes')
  const growth = baselineBytes === 0 ? null : growthBytes / baselineBytes
  const limited = Object.values(limit).some((each) => each !== undefined)
  const outcome = exceeded.length > 0 ? 'over' : lowerBound && limited ? 'unknown' : 'within'
  return { outcome, growthBytes, growth, exceeded }
}
