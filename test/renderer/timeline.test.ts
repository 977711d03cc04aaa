import { describe, expect, it } from 'vitest'
import { createTimelineReducer, SHOWN_SAMPLES } from '#renderer/lib/timeline'
import { batch, type TestEvent } from './support/batches'

const NONE = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, other: 0 }

describe('timeline reduction', () => {
  it('keeps a running total by category and finds the peak with its layer', () => {
    const reducer = createTimelineReducer()
    reducer.append(
      batch(0, [
        { kind: 'phase', timeNs: 1, bytes: 0 },
        { kind: 'allocate', timeNs: 2, category: 'packedWeights', bytes: 100, node: 4 },
        { kind: 'phase', timeNs: 3, bytes: 2 },
        { kind: 'layerBegin', timeNs: 4, node: 4 },
        { kind: 'allocate', timeNs: 5, category: 'workspace', bytes: 50 },
        { kind: 'free', timeNs: 6, category: 'workspace', bytes: 50 },
        { kind: 'layerEnd', timeNs: 7, node: 4 },
        { kind: 'allocate', timeNs: 8, category: 'activations', bytes: 10 },
      ]),
    )
    const { samples, peak, phases, endNs, events, lost } = reducer.snapshot()
    expect(samples.map((sample) => sample.total)).toEqual([100, 150, 100, 110])
    expect(peak).toMatchObject({
      total: 150,
      timeNs: 5,
      node: 4,
      bytes: { ...NONE, packedWeights: 100, workspace: 50 },
    })
    expect(samples.at(-1)).toMatchObject({ node: -1, bytes: { ...NONE, packedWeights: 100, activations: 10 } })
    expect(phases).toEqual([
      { phase: 'load', timeNs: 1 },
      { phase: 'execute', timeNs: 3 },
    ])
    expect({ endNs, events, lost }).toEqual({ endNs: 8, events: 8, lost: 0 })
  })

  it('carries the resident set on, apart from what is tracked', () => {
    const reducer = createTimelineReducer()
    reducer.append(
      batch(0, [
        { kind: 'allocate', bytes: 5 },
        { kind: 'rss', bytes: 900 },
        { kind: 'allocate', bytes: 5 },
        { kind: 'rss', bytes: 700 },
      ]),
    )
    const { samples, peakRss, peak } = reducer.snapshot()
    expect(samples.map(({ total, rss }) => [total, rss])).toEqual([
      [5, null],
      [5, 900],
      [10, 900],
      [10, 700],
    ])
    expect(peakRss).toBe(900)
    expect(peak?.total).toBe(10)
  })

  it('continues over batches and ignores events that it has seen', () => {
    const reducer = createTimelineReducer()
    const allocation: TestEvent = { kind: 'allocate', bytes: 10 }
    reducer.append(batch(0, [allocation, allocation]))
    reducer.append(batch(1, [allocation, allocation]))
    expect(reducer.snapshot()).toMatchObject({ events: 3, lost: 0, peak: { total: 30 } })
  })

  it('counts events that never arrived', () => {
    const reducer = createTimelineReducer()
    reducer.append(batch(0, [{ kind: 'allocate', bytes: 1 }]))
    reducer.append(batch(6, [{ kind: 'allocate', bytes: 1 }]))
    expect(reducer.snapshot().lost).toBe(5)
  })

  it('counts events that the queue dropped, each once', () => {
    const reducer = createTimelineReducer()
    reducer.append(batch(0, [{ kind: 'allocate', bytes: 1 }], 2))
    reducer.append(batch(1, [{ kind: 'allocate', bytes: 1 }], 7))
    expect(reducer.snapshot().lost).toBe(7)
    reducer.append(batch(9, [{ kind: 'allocate', bytes: 1 }], 7))
    expect(reducer.snapshot().lost).toBe(7)
  })

  it('shows few samples of a long run and none of its peaks is lost', () => {
    const reducer = createTimelineReducer()
    const rounds = 60_000
    for (let round = 0; round < rounds; round += 1000) {
      const events = Array.from({ length: 1000 }, (_, index): TestEvent[] => [
        { kind: 'allocate', bytes: round + index === 31_415 ? 999 : 10, timeNs: 2 * (round + index) },
        { kind: 'free', bytes: round + index === 31_415 ? 999 : 10, timeNs: 2 * (round + index) + 1 },
      ]).flat()
      reducer.append(batch(2 * round, events))
    }
    const { samples, peak, events, endNs } = reducer.snapshot()
    expect(samples.length).toBeLessThanOrEqual(SHOWN_SAMPLES)
    expect(samples.length).toBeGreaterThan(SHOWN_SAMPLES / 3)
    expect(Math.max(...samples.map((sample) => sample.total))).toBe(999)
    expect(peak).toMatchObject({ total: 999, timeNs: 62_830 })
    expect(samples.at(-1)).toMatchObject({ total: 0, timeNs: endNs })
    expect(events).toBe(2 * rounds)
  })

  it('hands out snapshots that a view may freeze', () => {
    const reducer = createTimelineReducer()
    reducer.append(batch(0, [{ kind: 'allocate', bytes: 1 }]))
    Object.freeze(reducer.snapshot().samples)
    reducer.append(batch(1, [{ kind: 'allocate', bytes: 1 }]))
    expect(reducer.snapshot().samples).toHaveLength(2)
  })
})
