// SPDX-License-Identifier: Apache-2.0

import Table from 'cli-table3'
import { largest } from '#core/model/extremes'
import { shortened } from '#messages/plain-text'
import type { Terminal } from './terminal'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Gives way, in its middle, where the terminal is too narrow for the table; one column at most. */
  readonly shrinks?: boolean
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
}
const GAP = 2
const NARROWEST = 12

/** Rows under a heading, columns two blanks apart; a terminal's width is kept to where that is possible. */
export function table({ colours, width }: Terminal, columns: readonly Column[], rows: readonly (readonly string[])[]) {
  const fitted = width === null ? rows : narrowed(columns, rows, width)
  const made = new Table({
    head: columns.map(({ title }) => colours.bold(title)),
    colAligns: columns.map(({ align = 'left' }) => align),
    chars: BORDERLESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP, compact: true },
  })
  for (const row of fitted) made.push([...row])
  return `${made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

function narrowed(columns: readonly Column[], rows: readonly (readonly string[])[], width: number) {
  const flexible = columns.findIndex(({ shrinks }) => shrinks)
  if (flexible < 0) return rows
  const widths = columns.map(({ title }, i) =>
    largest(
      rows.map((row) => plain(row[i] ?? '').length),
      title.length,
    ),
  )
  const others = widths.reduce((sum, each, i) => (i === flexible ? sum : sum + each), 0) + GAP * (columns.length - 1)
  const room = Math.max(NARROWEST, width - others)
  return rows.map((row) => row.map((cell, i) => (i === flexible ? shortened(cell, room) : cell)))
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
