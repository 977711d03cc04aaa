// SPDX-License-Identifier: Apache-2.0
import { PAGE } from '../heap/glibc-heap'
import type { TouchedPart } from '../rules/executor'
import type { DynamicPool } from './pool'

/**
 * Whole pages of a pool's one block, from `from` on, that lie between the parts that are written to,
 * in bytes; 0 where it has many blocks.
 */
export function untouchedPages(pool: DynamicPool, touched: readonly TouchedPart[], from: number): number {
  const ranges: { readonly start: number; readonly end: number }[] = []
  for (const { block, offset, bytes } of touched) {
    const place = pool.placeOf(block)
    if (place === null) return 0
    ranges.push({ start: place + offset, end: place + offset + bytes })
  }
  ranges.sort((a, b) => a.start - b.start)
  let untouched = 0
  let reached = from
  for (const { start, end } of [...ranges, { start: pool.totalBytes, end: pool.totalBytes }]) {
    untouched += Math.max(0, Math.floor(start / PAGE) - Math.ceil(reached / PAGE))
    reached = Math.max(reached, end)
  }
  return untouched * PAGE
}
