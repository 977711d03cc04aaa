// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventLog, type EventLog } from '#contract/event-log'
import { CATEGORIES } from '#contract/plan'
import { savedTimeline } from '#core/document/timeline'
import { aliveAt, plannedAlive } from '#renderer/features/timeline/alive'
import { laneOfSpans } from '#renderer/features/timeline/lane'
import { summariseLayers, summariseTime } from '#renderer/features/timeline/range-summary'
import { createExtremes } from '#renderer/lib/timeline/extremes'
import { stackedPaths } from '#renderer/lib/timeline/step-paths'
import { seriesOfPlan, seriesOverLayers, seriesOverTime, visibleTotals } from '#renderer/lib/timeline/step-series'
import { timelineOf } from '#renderer/lib/timeline/timeline'
import { FOUNDING_B, planned } from '../../../core/export/support/saved-network'
import { batchOf, simulatedEvents } from '../../harness/simulated-run'
import { batch, type TestEvent } from '../../support/batches'

/** A run of layers, each of which allocates and frees some blocks. */
const run = fc
  .array(
    fc.record({
      node: fc.integer({ min: 0, max: 4 }),
      blocks: fc.array(fc.tuple(fc.constantFrom(...CATEGORIES), fc.integer({ min: 1, max: 90 }), fc.boolean()), {
        maxLength: 4,
      }),
      pause: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((layers) => {
    let timeNs = 0
    const events: TestEvent[] = [{ kind: 'phase', timeNs, bytes: 2 }]
    for (const { node, blocks, pause } of layers) {
      timeNs += 1 + pause
      events.push({ kind: 'layerBegin', node, timeNs })
      for (const [category, bytes, stays] of blocks) {
        events.push({ kind: 'allocate', category, bytes, node, timeNs: ++timeNs })
        if (!stays) events.push({ kind: 'free', category, bytes, node, timeNs: ++timeNs })
      }
      events.push({ kind: 'layerEnd', node, timeNs: ++timeNs })
    }
    return events
  })

function logOf(events: readonly TestEvent[]): EventLog {
  const log = createEventLog()
  log.append(batch(0, events))
  return log
}

/** Value of a column at every whole nanosecond: times are whole here. */
function heldAt({ samples }: EventLog, column: Float64Array, timeNs: number): number[] {
  const values: number[] = []
  for (let row = 0; row < samples.count; row++) {
    const time = samples.timeNs[row] ?? 0
    const next = row + 1 < samples.count ? (samples.timeNs[row + 1] ?? 0) : Number.POSITIVE_INFINITY
    if (time <= timeNs && (next > timeNs || time === timeNs)) values.push(column[row] ?? 0)
  }
  return values
}

function highest(log: EventLog, column: Float64Array, from: number, to: number): number {
  let most = 0
  for (let time = from; time <= to; time++) most = Math.max(most, ...heldAt(log, column, time))
  return most
}

describe('a range of a run', () => {
  it('has the high-water mark and the layers that looking at every nanosecond gives', () => {
    fc.assert(
      fc.property(run, fc.nat(), fc.nat(), (events, a, b) => {
        const log = logOf(events)
        const [from, to] = [Math.min(a, b) % (log.endNs + 1), Math.max(a, b) % (log.endNs + 1)]
        fc.pre(from <= to)
        const { samples, spans } = log
        const summary = summariseTime(log, { from, to }, createExtremes(samples.total, samples.count))
        expect(summary.highWaterBytes).toBe(highest(log, samples.total, from, to))
        const workspace = samples.held[CATEGORIES.indexOf('workspace')] ?? new Float64Array(0)
        const expected = new Map<number, { durationNs: number; highWaterBytes: number; workspaceBytes: number }>()
        for (let span = 0; span < spans.count; span++) {
          const begin = Math.max(from, spans.beginNs[span] ?? 0)
          const end = Math.min(to, spans.endNs[span] ?? 0)
          if (begin > end) continue
          const node = spans.node[span] ?? -1
          const known = expected.get(node) ?? { durationNs: 0, highWaterBytes: 0, workspaceBytes: 0 }
          expected.set(node, {
            durationNs: known.durationNs + end - begin,
            highWaterBytes: Math.max(known.highWaterBytes, highest(log, samples.total, begin, end)),
            workspaceBytes: Math.max(known.workspaceBytes, highest(log, workspace, begin, end)),
          })
        }
        expect(new Map(summary.layers.map(({ node, ...layer }) => [node, layer]))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('knows what was alive at any sample', () => {
    fc.assert(
      fc.property(run, fc.nat(), (events, any) => {
        const log = logOf(events)
        fc.pre(log.samples.count > 0)
        const row = any % log.samples.count
        const blocks = aliveAt(log, row) ?? []
        for (const [index, category] of CATEGORIES.entries()) {
          const sum = blocks
            .filter((block) => block.category === category)
            .reduce((total, { bytes }) => total + bytes, 0)
          expect(sum).toBe(log.samples.held[index]?.[row])
        }
        const peak = createExtremes(log.samples.total, log.samples.count).between(0, log.samples.count).high
        const sorted = (list: readonly object[]) => list.map((block) => JSON.stringify(block)).sort()
        expect(sorted(aliveAt(log, peak) ?? [])).toEqual(sorted(log.peak?.alive ?? []))
      }),
    )
  })
})

describe('a run over its layers', () => {
  it('has every executed layer once, at its highest moment', () => {
    fc.assert(
      fc.property(run, (events) => {
        const log = logOf(events)
        fc.pre(log.samples.count > 0)
        const series = seriesOverLayers(log)
        const totals = visibleTotals(series, new Set())
        const { spans, samples } = log
        const nodes = [...new Set(spans.node.subarray(0, spans.count))]
        expect([...series.layer]).toEqual(nodes)
        for (const [row, node] of nodes.entries()) {
          let most = 0
          for (let span = 0; span < spans.count; span++) {
            if (spans.node[span] !== node) continue
            most = Math.max(most, highest(log, samples.total, spans.beginNs[span] ?? 0, spans.endNs[span] ?? 0))
          }
          expect(totals[row]).toBe(most)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a plan', () => {
  const plan = planned(FOUNDING_B)
  const series = seriesOfPlan(plan)
  const totals = visibleTotals(series, new Set())

  it('holds at every step what its list of live blocks adds up to', () => {
    for (const row of [0, 1, Math.floor(series.count / 2), series.count - 1]) {
      const sum = plannedAlive(plan, row).reduce((total, { bytes }) => total + bytes, 0)
      expect(sum).toBe(totals[row])
    }
  })

  it('has the high-water mark of a range that its steps have', () => {
    const summary = summariseLayers(series, totals, { from: 10.2, to: 20.7 })
    expect(summary.layers.map(({ node }) => node)).toEqual([...series.layer.subarray(10, 21)])
    expect(summary.highWaterBytes).toBe(Math.max(...totals.subarray(10, 21)))
  })
})

describe('a saved timeline', () => {
  const log = createEventLog()
  log.append(batchOf(simulatedEvents(planned(FOUNDING_B), 3), 0))

  it('shows what the run showed', () => {
    const saved = savedTimeline(log)
    const { log: read } = timelineOf(JSON.parse(JSON.stringify(saved)))
    expect(read.complete).toBe(true)
    expect(read.peak).toEqual(log.peak)
    expect([read.peakRss, read.endNs, read.events, read.lost]).toEqual([log.peakRss, log.endNs, log.events, log.lost])
    const rows = <C extends Float64Array | Int32Array>(column: C, count: number) => [...column.subarray(0, count)]
    expect(rows(read.samples.total, read.samples.count)).toEqual(rows(log.samples.total, log.samples.count))
    expect(rows(read.spans.node, read.spans.count)).toEqual(rows(log.spans.node, log.spans.count))
    expect(aliveAt(read, 100)).toEqual(aliveAt(log, 100))
  })

  it('of a long run is small and keeps the peak', () => {
    const long = createEventLog()
    long.append(batchOf(simulatedEvents(planned(FOUNDING_B), 60), 0))
    const saved = savedTimeline(long)
    expect(saved.complete).toBe(false)
    expect(saved.samples.timeNs.length).toBeLessThan(9000)
    const { log: read } = timelineOf(saved)
    expect(Math.max(...read.samples.total)).toBe(long.peak?.total)
    expect(aliveAt(read, 5)).toBeNull()
    expect(read.peak).toEqual(long.peak)
  })
})

describe('drawing', () => {
  it('stacks from the axis: the first path is the total', () => {
    const log = logOf([
      { kind: 'allocate', category: 'packedWeights', bytes: 10, timeNs: 0 },
      { kind: 'allocate', category: 'workspace', bytes: 5, timeNs: 4 },
    ])
    const scales = { x: (x: number) => x, y: (bytes: number) => 100 - bytes }
    expect(stackedPaths(seriesOverTime(log), [0, 1], CATEGORIES, scales, 8)).toEqual([
      { category: 'workspace', path: 'M0 100V90H4V85H8V100Z' },
      { category: 'packedWeights', path: 'M0 100V90H4V90H8V100Z' },
    ])
    expect(stackedPaths(seriesOverTime(log), [0, 1], ['workspace'], scales, 8)).toEqual([
      { category: 'workspace', path: 'M0 100V100H4V95H8V100Z' },
    ])
  })

  it('puts layers that are too narrow together', () => {
    const spans = {
      count: 4,
      node: Int32Array.of(1, 2, 3, 4),
      beginNs: Float64Array.of(0, 50, 51, 60),
      endNs: Float64Array.of(50, 51, 52, 100),
    }
    expect(laneOfSpans(spans, { from: 0, to: 100 }, 100)).toEqual([
      { from: 0, to: 50, node: 1, layers: 1 },
      { from: 50, to: 52, node: 2, layers: 2 },
      { from: 60, to: 100, node: 4, layers: 1 },
    ])
    expect(laneOfSpans(spans, { from: 49, to: 53 }, 100).map(({ node }) => node)).toEqual([1, 2, 3])
  })
})
