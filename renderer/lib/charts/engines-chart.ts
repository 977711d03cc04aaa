// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type CategoryBytes } from '#contract/categories'
import { escapeText } from './chart-export'

/** Releases of one engine that take the same. */
export interface EngineBar {
  /** null: that of the bar before. */
  readonly engine: string | null
  readonly releases: string
  readonly bytes: CategoryBytes
  readonly totalBytes: number
  /** As it is shown. */
  readonly total: string
}

interface BarColours {
  readonly text: string
  readonly muted: string
  category(category: keyof CategoryBytes): string
}

const ROW = 20
const BAR = 11
const WIDTH = 1030
/** Where columns begin: releases and bars; and where totals end. */
const RELEASES = 335
const BARS = 500
const TOTALS = WIDTH
const LONGEST_BAR = 420

/** One bar for each run of releases, by category, to one scale. Pixels. */
export function drawEngines(bars: readonly EngineBar[], colours: BarColours) {
  const largest = bars.reduce((most, { totalBytes }) => Math.max(most, totalBytes), 1)
  const height = bars.length * ROW
  const rows = bars.map((bar, index) => {
    const base = index * ROW + 14
    let x = BARS
    const pieces = CATEGORIES.map((category) => {
      const width = (bar.bytes[category] / largest) * LONGEST_BAR
      const piece = `<rect x="${x.toFixed(2)}" y="${base - BAR + 2}" width="${width.toFixed(2)}" height="${BAR}" fill="${colours.category(category)}"/>`
      x += width
      return width > 0 ? piece : ''
    })
    const name = bar.engine === null ? '' : label(0, base, bar.engine, colours.text, 'font-weight="600"')
    const total = label(TOTALS, base, bar.total, colours.text, 'text-anchor="end"')
    return [name, label(RELEASES, base, bar.releases, colours.muted), ...pieces, total].join('')
  })
  const markup = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-size="11">${rows.join('')}</svg>`
  return { markup, width: WIDTH, height }
}

function label(x: number, y: number, value: string, colour: string, more = ''): string {
  return `<text x="${x}" y="${y}" fill="${colour}" ${more}>${escapeText(value)}</text>`
}
