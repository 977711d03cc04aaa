// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { TriedPlan } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import {
  measuredPoints,
  measuredRuns,
  modelledPoints,
  paretoLine,
} from '../../../../renderer/features/advice/trade-points'
import { aReport, aSizedModel } from '../../support/fake-bridge'

const NOW: Configuration = { profile: 'mnn-2.8.1', threads: 4, isa: 'avx2', settings: {} }

function tried(threads: number, totalBytes: number, timeRatio: number, more: Partial<TriedPlan> = {}): TriedPlan {
  return {
    id: `${threads} ${totalBytes}`,
    changes: threads === 4 ? [] : [{ kind: 'threads', to: threads }],
    configuration: { ...NOW, threads },
    totalBytes,
    lowerBound: false,
    timeRatio,
    whatIf: false,
    ...more,
  }
}

it('joins what nothing undercuts, and leaves out what is not known whole or cannot be told', () => {
  const points = modelledPoints([
    tried(4, 100, 1),
    tried(3, 90, 1.5),
    // Faster by less than is told.
    tried(5, 400, 0.999),
    tried(2, 95, 2),
    tried(1, 50, 4),
    tried(8, 10, 0.5, { lowerBound: true }),
    tried(9, 10, 0.5, { whatIf: true }),
  ])
  expect(paretoLine(points).map(({ bytes }) => bytes)).toEqual([100, 90, 50])
})

it('shows a place once, by the fewest changes', () => {
  const build = { kind: 'build', to: 'x', options: [] } as const
  const points = modelledPoints([
    tried(2, 90, 2, { id: 'both', changes: [{ kind: 'threads', to: 2 }, build] }),
    tried(2, 90, 2),
  ])
  expect(points).toEqual([expect.objectContaining({ id: '2 90', alike: 1 })])
})

it('takes finished runs at these sizes, each configuration once', () => {
  const model = aSizedModel('a', 32)
  const inputs = [{ name: 'x', dims: [1, 32] }]
  const measured = { peakTrackedBytes: 7, peakRssBytes: 9, inferenceNs: 30, iterations: 1 }
  const entry = { id: '', name: '', savedAt: 0, inputs, totalBytes: 1, totals: aReport('r', 'a', NOW).peak, measured }
  const own = new Map([['own', { report: { ...aReport('r', 'a', NOW), peakTrackedBytes: 5, inferenceNs: 20 } }]])
  const runs = measuredRuns(model, own, [
    { ...entry, configuration: NOW },
    { ...entry, configuration: { ...NOW, threads: 2 } },
    { ...entry, configuration: { ...NOW, threads: 3 }, inputs: [{ name: 'x', dims: [1, 64] }] },
    { ...entry, configuration: { ...NOW, threads: 1 }, measured: { ...measured, endedEarly: true } },
  ])
  expect(runs.map(({ configuration, peakBytes }) => [configuration.threads, peakBytes])).toEqual([
    [4, 5],
    [2, 7],
  ])
})

it('places runs by their ratio to that of the present configuration', () => {
  const plans = [tried(4, 100, 1), tried(2, 90, 2)]
  const two = { configuration: { ...NOW, threads: 2 }, peakBytes: 80, inferenceNs: 300 }
  const now = { configuration: NOW, peakBytes: 110, inferenceNs: 200 }
  expect(measuredPoints([two, now], plans).map(({ time }) => time)).toEqual([1.5, 1])
  // Without that, by the first that was tried.
  expect(measuredPoints([two], plans).map(({ time }) => time)).toEqual([2])
  expect(measuredPoints([{ ...two, configuration: { ...NOW, threads: 7 } }], plans)).toEqual([])
})
