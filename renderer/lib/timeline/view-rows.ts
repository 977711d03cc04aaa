// SPDX-License-Identifier: Apache-2.0
import type { Extremes } from './extremes'
import { firstAfter, rowAt } from './step-series'

/** A stretch of an axis. */
export interface View {
  readonly from: number
  readonly to: number
}

/** Rows drawn for every pixel at most. */
const PER_PIXEL = 3

/**
 * The rows of a step series that a view of so many pixels needs, ascending: all of them where they
 * are few, else of each pixel its lowest, its highest and its last, so that every pixel shows the
 * very range that the series has there. The first row is the one in force where the view begins.
 */
export function viewRows(x: Float64Array, count: number, extremes: Extremes, view: View, pixels: number): number[] {
  if (count === 0 || pixels < 1) return []
  const begin = Math.max(0, rowAt(x, count, view.from))
  const end = firstAfter(x, count, view.to)
  if (end - begin <= PER_PIXEL * pixels) return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i)
  const rows = [begin]
  let row = begin + 1
  for (let pixel = 1; pixel <= pixels && row < end; pixel++) {
    const edge = view.from + ((view.to - view.from) * pixel) / pixels
    const next = pixel === pixels ? end : Math.min(end, firstAfter(x, count, edge))
    if (next <= row) continue
    const { low, high } = extremes.between(row, next)
    const last = next - 1
    const [early, late] = low < high ? [low, high] : [high, low]
    rows.push(early)
    if (late !== early) rows.push(late)
    if (last !== late && last !== early) rows.push(last)
    row = next
  }
  return rows
}

/** The part of `whole` that is `factor` times as long as `view`, with `anchor` (0..1 of the view) where it was. */
export function zoomed(view: View, whole: View, factor: number, anchor: number, shortest: number): View {
  const length = clamp((view.to - view.from) * factor, Math.min(shortest, whole.to - whole.from), whole.to - whole.from)
  const fixed = view.from + (view.to - view.from) * anchor
  return within({ from: fixed - length * anchor, to: fixed + length * (1 - anchor) }, whole)
}

/** The view moved by a share of its own length, within `whole`. */
export function panned(view: View, whole: View, share: number): View {
  const distance = (view.to - view.from) * share
  return within({ from: view.from + distance, to: view.to + distance }, whole)
}

function within({ from, to }: View, whole: View): View {
  const shift = Math.max(0, whole.from - from) - Math.max(0, to - whole.to)
  return { from: Math.max(whole.from, from + shift), to: Math.min(whole.to, to + shift) }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}
