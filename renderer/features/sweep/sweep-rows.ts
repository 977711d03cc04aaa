// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type Category, type CategoryBytes } from '#contract/categories'
import type { SettingValue } from '#contract/configuration'
import type { Sweep, SweepPoint } from '#contract/sweep'

/** One value of a sweep as table and tooltip tell it. */
export interface SweepRow {
  /** Place among the values. */
  readonly at: number
  readonly value: SettingValue
  readonly outcome: SweepPoint['outcome']
  /** Of the total, against the value before that could be planned; null of the first one and of a gap. */
  readonly change: number | null
  /** What a session holds that was resized to it; null where there is none, or it is not known. */
  readonly session: number | null
}

export function rowsOf({ points, resized }: Sweep): SweepRow[] {
  let before: number | null = null
  return points.map(({ value, outcome }, at) => {
    const held = resized?.held[at] ?? null
    const session = held === null ? null : sumOf(held)
    if (!outcome.ok) return { at, value, outcome, change: null, session }
    const { totalBytes } = outcome.value
    const change = before === null ? null : totalBytes - before
    before = totalBytes
    return { at, value, outcome, change, session }
  })
}

/** An edge of the step that a value is in the chart. Without figures: a gap. */
export interface ChartPoint extends Partial<CategoryBytes> {
  readonly x: number
  readonly at: number
  readonly session: number | null
}

/** Values stand at 0, 1, 2 and so on, each one wide; edges of neighbours are told apart by so much. */
const APART = 1e-3

/** Two points a value, so that each is a step of its own: between two sizes nothing is planned. */
export function chartPoints(rows: readonly SweepRow[]): ChartPoint[] {
  return rows.flatMap(({ at, outcome, session }) =>
    [at - 0.5 + APART, at + 0.5 - APART].map((x) => ({ x, at, session, ...(outcome.ok ? outcome.value.totals : {}) })),
  )
}

/** Categories that some value has anything of, in the order of charts. */
export function presentCategories(rows: readonly SweepRow[]): readonly Category[] {
  return CATEGORIES.filter((category) => rows.some(({ outcome }) => outcome.ok && outcome.value.totals[category] > 0))
}

/** The row in which a session holds most; null where nothing is known of one. */
export function highWater(rows: readonly SweepRow[]): (SweepRow & { readonly session: number }) | null {
  let most: (SweepRow & { readonly session: number }) | null = null
  for (const row of rows) {
    const { session } = row
    if (session !== null && (most === null || session > most.session)) most = { ...row, session }
  }
  return most
}

function sumOf(bytes: CategoryBytes): number {
  return CATEGORIES.reduce((sum, category) => sum + bytes[category], 0)
}
