// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type CategoryBytes } from '#contract/categories'
import { signed, size } from '#messages/figures'
import { categoryTitle, totalText } from './describe'
import type { Column } from './table'

// Totals of plans that follow each other, one a row: releases of an engine, sizes of an input.

export interface SeriesTotals {
  readonly totals: CategoryBytes
  readonly totalBytes: number
  readonly lowerBound?: boolean
}

/** Columns of categories that some row has, then of the total and of what it changed; `first`: what a row is of. */
export function seriesColumns(first: string, rows: readonly SeriesTotals[]): Column[] {
  return [
    { title: first },
    ...held(rows).map((category) => ({ title: categoryTitle(category), align: 'right' }) as const),
    { title: 'Total', align: 'right' },
    { title: 'Change', align: 'right' },
  ]
}

/** Of one row, under `seriesColumns`; `before`: the total of the row above. */
export function seriesCells(
  rows: readonly SeriesTotals[],
  { totals, totalBytes, lowerBound }: SeriesTotals,
  before: number | null,
): string[] {
  return [
    ...held(rows).map((category) => size(totals[category])),
    totalText(totalBytes, lowerBound === true),
    before === null ? '' : signed(totalBytes - before, size),
  ]
}

function held(rows: readonly SeriesTotals[]) {
  return CATEGORIES.filter((category) => rows.some(({ totals }) => totals[category] > 0))
}
