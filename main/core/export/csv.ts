// SPDX-License-Identifier: Apache-2.0
import { type Options, stringify } from 'csv-stringify/sync'

/**
 * Rows as CSV (RFC 4180). Names come from files: one that a spreadsheet would take for a formula gets an apostrophe in
 * front, with which spreadsheets take it for text. Numbers stay as they are, negative ones too.
 */
export function csvText(rows: readonly unknown[], options: Pick<Options, 'header' | 'columns'> = {}): string {
  return stringify([...rows], { ...options, record_delimiter: 'windows', escape_formulas: true })
}

/** Rows to a piece. */
const TOGETHER = 500

/** The same in pieces, which are made when they are asked for. */
export function* csvPieces(rows: Iterable<unknown>): Generator<string, void, undefined> {
  let waiting: unknown[] = []
  for (const row of rows) {
    waiting.push(row)
    if (waiting.length < TOGETHER) continue
    yield csvText(waiting)
    waiting = []
  }
  yield csvText(waiting)
}
