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

export interface Verdict {
  readonly passed: boolean
  readonly growthBytes: number
  /** Share of the baseline; null where that is 0. */
  readonly growth: number | null
  /** The limits that are exceeded. */
  readonly exceeded: readonly (keyof GrowthLimit)[]
}

/** Whether B costs more than the limit allows. Exactly at a limit is within it; limits of nothing are always met. */
export function judge(baselineBytes: number, bytes: number, limit: GrowthLimit): Verdict {
  const growthBytes = bytes - baselineBytes
  const exceeded: (keyof GrowthLimit)[] = []
  if (limit.growth !== undefined && growthBytes > limit.growth * baselineBytes) exceeded.push('growth')
  if (limit.growthBytes !== undefined && growthBytes > limit.growthBytes) exceeded.push('growthBytes')
  if (limit.totalBytes !== undefined && bytes > limit.totalBytes) exceeded.push('totalBytes')
  const growth = baselineBytes === 0 ? null : growthBytes / baselineBytes
  return { passed: exceeded.length === 0, growthBytes, growth, exceeded }
}
