// SPDX-License-Identifier: Apache-2.0
import { dirname, resolve } from 'node:path'
import { english } from '#messages/say'
import { convolutionOutcomes } from './convolutions'
import { ModelShelf } from './model-shelf'
import { networkOutcomes } from './networks'
import type { Outcome } from './outcome'
import { meetsTargets, report } from './report'
import { type GoldenRow, readGolden } from './rows'
import { sessionOutcome } from './sessions'

export interface Evaluation {
  readonly lines: readonly string[]
  readonly met: boolean
}

/** Models what the rows of `files` measured. `modelFolders`: where to look for the models of whole sessions. */
export async function evaluate(files: readonly string[], modelFolders: readonly string[]): Promise<Evaluation> {
  const shelf = new ModelShelf(modelFolders, [...new Set(files.map((file) => dirname(resolve(file))))])
  const outcomes: Outcome[] = []
  const skipped = new Map<string, number>()
  for (const golden of files.flatMap(readGolden)) {
    const judged = await judge(golden, shelf)
    if (typeof judged === 'string') skipped.set(judged, (skipped.get(judged) ?? 0) + 1)
    else outcomes.push(...judged)
  }
  const skips = [...skipped].map(([why, count]) => `skipped ${count} rows: ${why}`)
  return { lines: [...report(outcomes), ...skips], met: outcomes.length > 0 && meetsTargets(outcomes) }
}

/** A text says why the row is skipped. */
async function judge(golden: GoldenRow, shelf: ModelShelf): Promise<readonly Outcome[] | string> {
  switch (golden.kind) {
    case 'convolution':
      return convolutionOutcomes(golden.row) ?? unknownEngine(golden.row.e, golden.row.b)
    case 'network':
      return networkOutcomes(golden.row) ?? unknownEngine(golden.row.e, golden.row.b)
    case 'session': {
      const { row } = golden
      if (row.sessionInfoMiB === 0) return 'the session was never sized (0 MiB reported)'
      if (row.sessionInfoMiB == null && row.rssRunMiB == null) return 'a session with nothing measured'
      const opened = await shelf.load(row.model, row.sha256)
      if (opened === null) return `the model ${row.model} is not here`
      if (!opened.ok) return `the model ${row.model} cannot be read: ${english(opened.problem.message)}`
      const judged = sessionOutcome(row, opened.value)
      if (judged === null) return unknownEngine(row.version, row.build)
      return judged.ok ? [judged.value] : `${row.model} has no plan: ${english(judged.problem.message)}`
    }
    case 'unknown':
      return 'of no known kind'
  }
}

function unknownEngine(version: string, build: string): string {
  return `no profile for engine ${version}, build ${build}`
}
