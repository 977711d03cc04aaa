// SPDX-License-Identifier: Apache-2.0
import { extname } from 'node:path'
import { type FileOutcome, KINDS, type Kind } from './outcome'

const BAD: readonly Kind[] = ['wrong', 'hang', 'crash']
/** Sentences that are shown for a kind of refusal, the most frequent first. */
const SHOWN = 12

/** Whether no file crashed, hung or came out wrong. */
export function isGood(outcomes: readonly FileOutcome[]): boolean {
  return outcomes.every(({ kind }) => !BAD.includes(kind))
}

/** Files by kind and format, the bad ones by name, and why others were not run. */
export function table(outcomes: readonly FileOutcome[]): readonly string[] {
  const formats = [...new Set(outcomes.map(({ file }) => extname(file)))].sort()
  const count = (kind: Kind, format?: string) =>
    outcomes.filter((each) => each.kind === kind && (format === undefined || extname(each.file) === format)).length
  const row = (title: string, cells: readonly (string | number)[], about: string) =>
    [title.padEnd(9), ...cells.map((cell) => String(cell).padStart(9)), about].join('  ')
  const kinds = Object.keys(KINDS) as Kind[]
  return [
    row('', [...formats, 'all'], ''),
    ...kinds.map((kind) => row(kind, [...formats.map((format) => count(kind, format)), count(kind)], KINDS[kind])),
    ...outcomes.filter(({ kind }) => BAD.includes(kind)).map(({ kind, file, detail }) => `${kind}\t${file}\t${detail}`),
    ...(['planned', 'refused'] as const).flatMap((kind) => reasons(outcomes, kind)),
  ]
}

function reasons(outcomes: readonly FileOutcome[], kind: Kind): readonly string[] {
  const counts = new Map<string, number>()
  for (const each of outcomes) {
    // Names differ from file to file.
    const why = each.detail.replace(/[“'][^”']*[”']/g, '…').slice(0, 160)
    if (each.kind === kind) counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a).slice(0, SHOWN)
  return sorted.map(([why, times]) => `${kind} ${String(times).padStart(5)}  ${why}`)
}
