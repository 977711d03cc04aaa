// SPDX-License-Identifier: Apache-2.0
import { STACK_ORDER } from '#contract/categories'
import { CATEGORIES, type Category } from '#contract/plan'
import type { StepSeries } from './step-series'

/** From the data's units to pixels. */
export interface Scales {
  x(value: number): number
  y(bytes: number): number
}

export interface StackedPath {
  readonly category: Category
  readonly path: string
}

/**
 * Areas to paint one over the other, the uppermost of the stack first: each reaches from the axis to
 * the sum of its category and those below it.
 */
export function stackedPaths(
  series: StepSeries,
  rows: readonly number[],
  shown: readonly Category[],
  scales: Scales,
  end: number,
): StackedPath[] {
  const sums = new Float64Array(rows.length)
  const paths: StackedPath[] = []
  for (const category of STACK_ORDER.filter((each) => shown.includes(each))) {
    const column = series.stack[CATEGORIES.indexOf(category)]
    if (column === undefined) continue
    let any = false
    for (let index = 0; index < rows.length; index++) {
      const bytes = column[rows[index] as number] as number
      any ||= bytes > 0
      sums[index] = (sums[index] as number) + bytes
    }
    if (any) paths.push({ category, path: areaPath(series.x, rows, sums, scales, end) })
  }
  return paths.reverse()
}

function areaPath(x: Float64Array, rows: readonly number[], sums: Float64Array, scales: Scales, end: number): string {
  const floor = rounded(scales.y(0))
  let path = ''
  for (let index = 0; index < rows.length; index++) {
    const left = rounded(scales.x(x[rows[index] as number] as number))
    const top = rounded(scales.y(sums[index] as number))
    path += index === 0 ? `M${left} ${floor}V${top}` : `H${left}V${top}`
  }
  return path === '' ? '' : `${path}H${rounded(scales.x(end))}V${floor}Z`
}

/** A line of steps through the rows. */
export function stepLine(
  x: Float64Array,
  values: Float64Array,
  rows: readonly number[],
  scales: Scales,
  end: number,
): string {
  let path = ''
  for (const row of rows) {
    const left = rounded(scales.x(x[row] as number))
    const top = rounded(scales.y(values[row] as number))
    path += path === '' ? `M${left} ${top}` : `H${left}V${top}`
  }
  return path === '' ? '' : `${path}H${rounded(scales.x(end))}`
}

/** A tenth of a pixel is finer than any screen shows. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
