// SPDX-License-Identifier: Apache-2.0
/** When a run was how far. */
export interface ProgressPoint {
  /** Epoch milliseconds. */
  readonly at: number
  /** 0..1. */
  readonly fraction: number
}

/** Before this much of the way or time, an estimate says nothing. */
const LEAST_FRACTION = 0.02
const LEAST_MS = 400

/**
 * Milliseconds that are left at the pace since `since`, usually the beginning of the phase: phases
 * go at paces of their own. null while it is too early to tell.
 */
export function timeLeft(since: ProgressPoint, now: ProgressPoint): number | null {
  const passed = now.at - since.at
  const gained = now.fraction - since.fraction
  if (passed < LEAST_MS || gained < LEAST_FRACTION || now.fraction >= 1) return null
  return (passed / gained) * (1 - now.fraction)
}
