// SPDX-License-Identifier: Apache-2.0
import { lazyRows } from '#core/lazy-rows'
import { largest } from '#core/model/extremes'
import { shortened } from '#messages/plain-text'
import type { Terminal } from './terminal'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Gives way, in its middle, where the terminal is too narrow for the table; one column at most. */
  readonly shrinks?: boolean
}

const GAP = 2
const NARROWEST = 12

/** Rows under a heading, columns two blanks apart; a terminal's width is kept to where that is possible. */
export function table(terminal: Terminal, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  return [...tablePieces(terminal, columns, rows)].join('')
}

/** Lines to a piece. */
const TOGETHER = 200

/** The same in pieces. Rows are gone through several times, for widths and for lines, and need not be kept. */
export function* tablePieces(
  { colours, width }: Pick<Terminal, 'colours' | 'width'>,
  columns: readonly Column[],
  rows: Iterable<readonly string[]>,
): Generator<string, void, undefined> {
  const fitted = width === null ? rows : narrowed(columns, rows, width)
  const widths = widthsOf(columns, fitted)
  const line = (cells: readonly string[], shown: (cell: string) => string) => {
    const text = columns
      .map(({ align = 'left' }, i) => {
        const cell = cells[i] ?? ''
        const room = ' '.repeat((widths[i] ?? 0) - columnsOf(cell))
        return align === 'left' ? shown(cell) + room : room + shown(cell)
      })
      .join(' '.repeat(GAP))
    return `${text.trimEnd()}\n`
  }
  const titles = columns.map(({ title }) => title)
  let waiting = [line(titles, colours.bold)]
  for (const row of fitted) {
    if (waiting.length === TOGETHER) {
      yield waiting.join('')
      waiting = []
    }
    waiting.push(line(row, (cell) => cell))
  }
  yield waiting.join('')
}

function widthsOf(columns: readonly Column[], rows: Iterable<readonly string[]>): readonly number[] {
  const widths = columns.map(({ title }) => columnsOf(title))
  for (const row of rows) {
    for (const [i, most] of widths.entries()) widths[i] = Math.max(most, columnsOf(row[i] ?? ''))
  }
  return widths
}

/** Most text: every character takes one column. */
const ASCII = /^[ -~]*$/
/** Chinese, Japanese and Korean signs and pictures take two columns of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu
/** What stands on the character before it, or is not seen. */
const NARROW = /[\p{Mn}\p{Me}\p{Cf}]/gu

/** Columns of a terminal that text takes; colours take none. */
function columnsOf(text: string): number {
  const seen = plain(text)
  if (ASCII.test(seen)) return seen.length
  const count = (what: RegExp) => seen.match(what)?.length ?? 0
  return [...seen].length + count(WIDE) - count(NARROW)
}

function narrowed(columns: readonly Column[], rows: Iterable<readonly string[]>, width: number) {
  const flexible = columns.findIndex(({ shrinks }) => shrinks)
  if (flexible < 0) return rows
  const widths = widthsOf(columns, rows)
  const others = widths.reduce((sum, each, i) => (i === flexible ? sum : sum + each), 0) + GAP * (columns.length - 1)
  const room = Math.max(NARROWEST, width - others)
  return lazyRows(rows, (row) => row.map((cell, i) => (i === flexible ? shortened(cell, room) : cell)))
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  return text.replace(/\x1b\[[0-9;]*m/g, '')
}

/** Lines of "name  value", the values aligned. */
export function facts({ colours }: Terminal, pairs: readonly (readonly [string, string])[]): string {
  const width = largest(pairs.map(([name]) => name.length)) + GAP
  return pairs.map(([name, value]) => `${colours.dim(name.padEnd(width))}${value}\n`).join('')
}
