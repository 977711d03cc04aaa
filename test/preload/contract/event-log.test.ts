// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventLog, extremeRows } from '#contract/event-log'
import { CATEGORIES, type Category } from '#contract/plan'
import { batch, type TestEvent } from '../../renderer/support/batches'

const NONE = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }

function totalsOf({ samples }: ReturnType<typeof createEventLog>): number[] {
  return [...samples.total.subarray(0, samples.count)]
}

describe('event log', () => {
  it('keeps a running total by category and finds the peak with its layer', () => {
    const log = createEventLog()
    log.append(
      batch(0, [
        { kind: 'phase', timeNs: 1, bytes: 0 },
        { kind: 'allocate', timeNs: 2, category: 'packedWeights', bytes: 100, node: 4 },
        { kind: 'phase', timeNs: 3, bytes: 2 },
        { kind: 'layerBegin', timeNs: 4, node: 4 },
        { kind: 'allocate', timeNs: 5, category: 'workspace', bytes: 50, node: 4 },
        { kind: 'free', timeNs: 6, category: 'workspace', bytes: 50, node: 4 },
        { kind: 'layerEnd', timeNs: 7, node: 4 },
        { kind: 'allocate', timeNs: 8, category: 'activations', bytes: 10 },
      ]),
    )
    expect(totalsOf(log)).toEqual([100, 150, 100, 110])
    expect(log.peak).toEqual({
      timeNs: 5,
      total: 150,
      node: 4,
      bytes: { ...NONE, packedWeights: 100, workspace: 50 },
      alive: [
        { node: 4, category: 'packedWeights', bytes: 100 },
        { node: 4, category: 'workspace', bytes: 50 },
      ],
    })
    expect([...log.samples.layer.subarray(0, 4)]).toEqual([-1, 4, 4, -1])
    const { count, node, beginNs, endNs } = log.spans
    expect([count, node[0], beginNs[0], endNs[0]]).toEqual([1, 4, 4, 7])
    expect(log.phases).toEqual([
      { phase: 'load', timeNs: 1 },
      { phase: 'execute', timeNs: 3 },
    ])
    expect([log.endNs, log.events, log.lost, log.complete]).toEqual([8, 8, 0, true])
  })

  it('keeps the resident set apart from what is tracked', () => {
    const log = createEventLog()
    log.append(
      batch(0, [
        { kind: 'allocate', bytes: 5 },
        { kind: 'rss', bytes: 900 },
        { kind: 'allocate', bytes: 5 },
        { kind: 'rss', bytes: 700 },
      ]),
    )
    expect(totalsOf(log)).toEqual([5, 10])
    expect([...log.resident.bytes.subarray(0, log.resident.count)]).toEqual([900, 700])
    expect([log.peakRss, log.peak?.total]).toEqual([900, 10])
  })

  it('continues over batches and ignores events that it has seen', () => {
    const log = createEventLog()
    const allocation: TestEvent = { kind: 'allocate', bytes: 10 }
    log.append(batch(0, [allocation, allocation]))
    log.append(batch(1, [allocation, allocation]))
    expect([log.events, log.lost, log.peak?.total]).toEqual([3, 0, 30])
  })

  it('counts events that never arrived, and those that the queue dropped, each once', () => {
    const log = createEventLog()
    log.append(batch(0, [{ kind: 'allocate', bytes: 1 }], 2))
    log.append(batch(6, [{ kind: 'allocate', bytes: 1 }]))
    expect(log.lost).toBe(5)
    log.append(batch(7, [{ kind: 'allocate', bytes: 1 }], 7))
    expect(log.lost).toBe(7)
  })

  it('knows at any time what adding all events up anew gives, the first of equal peaks, and what was alive then', () => {
    const event = fc.record({
      category: fc.constantFrom(...CATEGORIES),
      node: fc.integer({ min: -1, max: 3 }),
      bytes: fc.integer({ min: 1, max: 50 }),
      free: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 200 }), (wanted) => {
        const log = createEventLog()
        const held: { node: number; category: Category; bytes: number }[] = []
        let [total, peak, peakIndex] = [0, 0, -1]
        let alive = new Map<string, number>()
        const events: TestEvent[] = []
        for (const { free, ...block } of wanted) {
          const freed = free ? held.shift() : undefined
          if (freed === undefined) held.push(block)
          total += freed === undefined ? block.bytes : -freed.bytes
          events.push({ kind: freed === undefined ? 'allocate' : 'free', ...(freed ?? block) })
          if (total <= peak) continue
          peak = total
          peakIndex = events.length - 1
          alive = new Map()
          for (const { node, category, bytes } of held) {
            const key = `${node} ${category}`
            alive.set(key, (alive.get(key) ?? 0) + bytes)
          }
        }
        log.append(batch(0, events))
        expect(log.peak?.total).toBe(peak)
        expect(log.peak?.timeNs).toBe(peakIndex)
        expect(new Map(log.peak?.alive.map(({ node, category, bytes }) => [`${node} ${category}`, bytes]))).toEqual(
          alive,
        )
        expect(log.samples.total[log.samples.count - 1]).toBe(total)
      }),
    )
  })

  it('thins a very long run out, and loses no peak', () => {
    const log = createEventLog()
    const pairs = 1_300_000
    const chunk = 50_000
    for (let first = 0; first < pairs; first += chunk) {
      const one = batch(0, [{ kind: 'allocate' }, { kind: 'free' }])
      const length = 2 * chunk
      const bytes = new Float64Array(length).fill(10)
      if (first === 600_000) bytes.fill(999, 2 * 345, 2 * 345 + 2)
      log.append({
        ...one,
        firstSequence: 2 * first,
        timeNs: Float64Array.from({ length }, (_, index) => 2 * first + index),
        kind: Uint8Array.from({ length }, (_, index) => one.kind[index % 2] ?? 0),
        category: new Uint8Array(length),
        node: new Int32Array(length).fill(-1),
        bytes,
      })
    }
    expect(log.complete).toBe(false)
    expect(log.events).toBe(2 * pairs)
    expect(log.samples.count).toBeLessThan(2 ** 21)
    expect(log.peak).toMatchObject({ total: 999, timeNs: 1_200_690 })
    expect(Math.max(...extremesOf(log.samples.total, log.samples.count))).toBe(999)
    expect(log.samples.total[log.samples.count - 1]).toBe(0)
  })
})

function extremesOf(values: Float64Array, count: number): number[] {
  return extremeRows(values, count, 1024).map((row) => values[row] ?? 0)
}

describe('extreme rows', () => {
  it('keep the ends, the order, and the range of every block', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 100 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 12 }), (numbers, block) => {
        const rows = extremeRows(Float64Array.from(numbers), numbers.length, block)
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
        expect([rows[0], rows.at(-1)]).toEqual([0, numbers.length - 1])
        for (let begin = 0; begin < numbers.length; begin += block) {
          const kept = rows
            .filter((row) => row >= begin && row < begin + block)
            .map((row) => numbers[row] ?? Number.NaN)
          const all = numbers.slice(begin, begin + block)
          expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...all), Math.max(...all)])
        }
      }),
    )
  })
})
