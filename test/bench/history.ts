// SPDX-License-Identifier: Apache-2.0
import { geometricMean } from './report'
import type { BenchReport } from './suite'

/** What is kept of one run of the models: a line of history.jsonl. */
export interface HistoryEntry {
  /** ISO day. */
  readonly date: string
  readonly commit: string
  readonly processor: string
  readonly isa: string
  /** Release of ONNX Runtime, whose times are the yardstick. */
  readonly against: string
  readonly models: readonly string[]
  readonly means: readonly Mean[]
}

/** Of one mode with so many threads, over all models: geometric means of Convscope ÷ ONNX Runtime. */
interface Mean {
  readonly mode: string
  readonly threads: number
  readonly time: number
  readonly cpu: number
  readonly peak: number
  /** The model with the highest ratio of times. */
  readonly worst: { readonly model: string; readonly time: number }
}

/** Two runs of the same build on a shared machine differ by less. */
const NOISE = 0.05
const SHOWN = 8

/** What the table keeps of a run; null where it measured no model. */
export function historyEntry({ commit, date, processor, isa, against, models }: BenchReport): HistoryEntry | null {
  if (models.length === 0) return null
  const kinds = new Map(models.map(({ mode, threads }) => [`${mode} ${threads}`, { mode, threads }]))
  const means = [...kinds.values()].map(({ mode, threads }) => {
    const rows = models.filter((row) => row.mode === mode && row.threads === threads)
    const worst = rows.reduce((most, row) => (row.timeRatio > most.timeRatio ? row : most))
    return {
      mode,
      threads,
      time: rounded(geometricMean(rows, 'timeRatio')),
      cpu: rounded(geometricMean(rows, 'cpuRatio')),
      peak: rounded(geometricMean(rows, 'peakRssRatio')),
      worst: { model: worst.model, time: rounded(worst.timeRatio) },
    }
  })
  return {
    date: date.slice(0, 10),
    commit,
    processor,
    isa,
    against,
    models: [...new Set(models.map(({ model }) => model))],
    means,
  }
}

/** The history with a run in its place by date; the last of several runs of one commit on one kind of processor counts. */
export function withRun(history: readonly HistoryEntry[], run: HistoryEntry): readonly HistoryEntry[] {
  const same = (each: HistoryEntry) =>
    each.commit === run.commit && each.processor === run.processor && each.isa === run.isa
  return [...history.filter((each) => !same(each)), run].sort((a, b) => a.date.localeCompare(b.date))
}

/** Markdown: the last runs of each kind of processor, the newest first. */
export function historyTable(history: readonly HistoryEntry[]): string {
  const processors = [...new Set(history.map(({ processor, isa }) => `${processor}, ${isa}`))].sort()
  return processors
    .map((name) => {
      const runs = history.filter(({ processor, isa }) => `${processor}, ${isa}` === name)
      const columns = [...new Set(runs.flatMap(({ means }) => means.map(columnOf)))]
      const head = ['date', 'commit', 'models', ...columns]
      const rows = runs.map((run, index) => [
        run.date,
        run.commit.slice(0, 8),
        `${run.models.length}`,
        ...columns.map((column) => cell(column, run, runs.slice(0, index))),
      ])
      const lines = [head, head.map(() => '---'), ...rows.slice(-SHOWN).reverse()]
      return [`### ${name}`, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n')
    })
    .join('\n\n')
}

const columnOf = ({ mode, threads }: Mean): string => `${mode}, ${threads} thr`

/** Time, processor time and peak, with the worst model; marked where time is above the run before by more than noise. */
function cell(column: string, run: HistoryEntry, before: readonly HistoryEntry[]): string {
  const of = (entry: HistoryEntry) => entry.means.find((mean) => columnOf(mean) === column)
  const mean = of(run)
  if (mean === undefined) return '–'
  const comparable = before.filter(
    ({ models, against }) => models.join() === run.models.join() && against === run.against,
  )
  const last = comparable.map(of).findLast((each) => each !== undefined)
  const slower = last !== undefined && mean.time > last.time * (1 + NOISE) ? ` ▲ from ${last.time.toFixed(2)}` : ''
  const figures = `${mean.time.toFixed(2)}${slower} (cpu ${mean.cpu.toFixed(2)}, peak ${mean.peak.toFixed(2)})`
  return `${figures}; ${mean.worst.model} ${mean.worst.time.toFixed(2)}`
}

const rounded = (ratio: number): number => Math.round(ratio * 1000) / 1000
