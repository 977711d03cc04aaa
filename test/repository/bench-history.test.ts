// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type HistoryEntry, historyEntry, historyTable, withRun } from '../bench/history'

const BENCH = join(import.meta.dirname, '../bench')

const row = (model: string, threads: number, timeRatio: number) => ({
  model,
  threads,
  mode: 'high',
  timeRatio,
  cpuRatio: timeRatio,
  overTuned: null,
  peakRssRatio: 0.5,
  ms: 1,
  theirMs: 2,
  peakRssBytes: 1,
  theirPeakRssBytes: 2,
  prepareMs: 1,
  theirPrepareMs: 1,
})

function entry(commit: string, date: string, times: readonly number[], against = '1.30.0'): HistoryEntry {
  const models = times.map((time, index) => row(`m${index}`, 1, time))
  const machine = { processor: 'Chip', threads: 2, arithmetic: [], reading: [] }
  const report = {
    commit,
    date,
    processor: 'Chip',
    isa: 'avx2',
    against,
    rounds: 3,
    machine,
    kernels: [],
    models,
  } as const
  return historyEntry(report) as HistoryEntry
}

test('a run is kept as geometric means and its worst model', () => {
  const [mean] = entry('a', '2026-01-02T03:04:05Z', [0.5, 2]).means
  expect(mean).toEqual({ mode: 'high', threads: 1, time: 1, cpu: 1, peak: 0.5, worst: { model: 'm1', time: 2 } })
})

test('a time above that of the run before is marked, where both measured the same', () => {
  const first = entry('a', '2026-01-01', [0.5, 0.5])
  const slower = entry('b', '2026-01-02', [0.6, 0.6])
  const mark = '▲ from 0.50'
  const table = (...runs: HistoryEntry[]) =>
    historyTable(runs.reduce<readonly HistoryEntry[]>((history, run) => withRun(history, run), []))
  expect(table(first, slower)).toContain(mark)
  expect(table(slower, first)).toContain(mark)
  expect(table(first, entry('b', '2026-01-02', [0.51, 0.51]))).not.toContain('▲')
  expect(table(first, entry('b', '2026-01-02', [0.6]))).not.toContain('▲')
  expect(table(first, entry('b', '2026-01-02', [0.6, 0.6], '1.31.0'))).not.toContain('▲')
})

test('a second run of a commit takes the place of the first', () => {
  const history = withRun([entry('a', '2026-01-01', [0.5])], entry('a', '2026-01-03', [0.4]))
  expect(history).toHaveLength(1)
  expect(history[0]?.means[0]?.time).toBe(0.4)
})

test('the page has the table of the history beside it', () => {
  const lines = readFileSync(join(BENCH, 'history.jsonl'), 'utf8').trim().split('\n').filter(Boolean)
  const history = lines.map((line) => JSON.parse(line) as HistoryEntry)
  expect(readFileSync(join(BENCH, 'README.md'), 'utf8')).toContain(historyTable(history))
})
