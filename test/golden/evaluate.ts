// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { english } from '#messages/say'
import { convolutionOutcomes } from './convolutions'
import { ModelShelf } from './model-shelf'
import { ncnnConvolutionOutcomes } from './ncnn/convolutions'
import { type NcnnGraphRow, ncnnNetworkOutcomes } from './ncnn/networks'
import { ncnnRecurrentOutcome } from './ncnn/recurrent'
import { networkOutcomes } from './networks'
import { gpuOutcome } from './opencl'
import type { Outcome } from './outcome'
import { meetsTargets, report } from './report'
import { type GoldenRow, readGolden } from './rows'
import { sessionOutcome } from './sessions'
import { timeOutcome } from './times'

export interface Evaluation {
  readonly lines: readonly string[]
  readonly met: boolean
}

/** Models what the rows of `files` measured. `modelFolders`: where to look for the models of whole sessions. */
export async function evaluate(files: readonly string[], modelFolders: readonly string[]): Promise<Evaluation> {
  const shelf = new ModelShelf(modelFolders, [...new Set(files.map((file) => dirname(resolve(file))))])
  const outcomes: Outcome[] = []
  const skipped = new Map<string, number>()
  const rows = files.flatMap(readGolden)
  const graphs = graphsBeside(files, rows)
  for (const golden of rows) {
    if (golden.kind === 'ncnn-graph') continue
    const judged = await judge(golden, shelf, graphs)
    if (typeof judged === 'string') skipped.set(judged, (skipped.get(judged) ?? 0) + 1)
    else outcomes.push(...judged)
  }
  const skips = [...skipped].map(([why, count]) => `skipped ${count} rows: ${why}`)
  return { lines: [...report(outcomes), ...skips], met: outcomes.length > 0 && meetsTargets(outcomes) }
}

/** A text says why the row is skipped. */
async function judge(
  golden: Exclude<GoldenRow, { readonly kind: 'ncnn-graph' }>,
  shelf: ModelShelf,
  graphs: ReadonlyMap<string, NcnnGraphRow>,
): Promise<readonly Outcome[] | string> {
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
    case 'time': {
      const { row } = golden
      const opened = await shelf.load(row.model)
      if (opened === null) return `the model ${row.model} is not here`
      if (!opened.ok) return `the model ${row.model} cannot be read: ${english(opened.problem.message)}`
      const judged = timeOutcome(row, opened.value)
      if (judged === null) return unknownEngine(row.version, row.build)
      return judged.ok ? [judged.value] : `${row.model} has no plan: ${english(judged.problem.message)}`
    }
    case 'gpu-session': {
      const { row } = golden
      if (row.rc > 0) return 'a session that failed'
      if (/[:,]-1,/.test(row.inputs)) return 'a session without input sizes'
      const opened = await shelf.load(row.model)
      if (opened === null) return `the model ${row.model} is not here`
      if (!opened.ok) return `the model ${row.model} cannot be read: ${english(opened.problem.message)}`
      const judged = gpuOutcome(row, opened.value)
      if (judged === null) return `no profile for a GPU like ${row.device} (${row.driver})`
      return judged.ok ? [judged.value] : `${row.model} has no plan: ${english(judged.problem.message)}`
    }
    case 'ncnn-convolution':
      return ncnnConvolutionOutcomes(golden.row) ?? unknownEngine(`ncnn ${golden.row.e}`, golden.row.b)
    case 'ncnn-network': {
      const graph = graphs.get(golden.row.id)
      if (graph === undefined) return `the graph ${golden.row.id} is not here`
      return ncnnNetworkOutcomes(golden.row, graph) ?? unknownEngine(`ncnn ${golden.row.e}`, golden.row.b)
    }
    case 'ncnn-recurrent': {
      const judged = ncnnRecurrentOutcome(golden.row)
      return judged === null ? unknownEngine(`ncnn ${golden.row.e}`, golden.row.b) : [judged]
    }
    case 'unknown':
      return 'of no known kind'
  }
}

/** Graphs by id: those of the files, and of the files of graphs that lie beside them. */
function graphsBeside(files: readonly string[], rows: readonly GoldenRow[]): ReadonlyMap<string, NcnnGraphRow> {
  const folders = new Set(files.map((file) => dirname(resolve(file))))
  const beside = [...folders].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^ncnn-nets\..*json(\.gz)?$/.test(name))
      .flatMap((name) => readGolden(join(folder, name))),
  )
  return new Map(
    [...beside, ...rows].flatMap((golden) =>
      golden.kind === 'ncnn-graph' ? [[golden.row.id, golden.row] as const] : [],
    ),
  )
}

function unknownEngine(version: string, build: string): string {
  return `no profile for engine ${version}, build ${build}`
}
