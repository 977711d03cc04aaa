import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decimable, decimate } from '#renderer/lib/decimation'

const series = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 1_000_000 }),
      total: fc.integer({ min: 0, max: 2 ** 40 }),
      rss: fc.option(fc.integer({ min: 1, max: 2 ** 40 })),
    }),
    { minLength: 1, maxLength: 3000 },
  )
  .map((steps) => {
    let timeNs = 0
    return steps.map(({ step, total, rss }): Decimable => {
      timeNs += step
      return { timeNs, total, rss }
    })
  })

describe('decimate', () => {
  it('keeps within the limit, in order, with the ends and all extremes', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 5, max: 600 }), (samples, limit) => {
        const kept = decimate(samples, limit)
        expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 5))
        expect(kept[0]).toBe(samples[0])
        expect(kept.at(-1)).toBe(samples.at(-1))
        const positions = kept.map((sample) => samples.indexOf(sample))
        expect(positions).toEqual([...positions].sort((a, b) => a - b))
        expect(new Set(positions).size).toBe(positions.length)
        const totals = (of: readonly Decimable[]) => of.map((sample) => sample.total)
        expect(Math.max(...totals(kept))).toBe(Math.max(...totals(samples)))
        expect(Math.min(...totals(kept))).toBe(Math.min(...totals(samples)))
        const highestRss = (of: readonly Decimable[]) => Math.max(0, ...of.map((sample) => sample.rss ?? 0))
        expect(highestRss(kept)).toBe(highestRss(samples))
      }),
      { numRuns: 200 },
    )
  })

  it('keeps the extremes of every stretch of time, not only of the whole', () => {
    const samples = Array.from({ length: 10_000 }, (_, index) => ({
      timeNs: index,
      total: index % 1000 === 500 ? 900 : index % 1000 === 700 ? 1 : 100,
      rss: null,
    }))
    const kept = decimate(samples, 600)
    expect(kept.filter((sample) => sample.total === 900)).toHaveLength(10)
    expect(kept.filter((sample) => sample.total === 1)).toHaveLength(10)
  })

  it('leaves a short series as it is', () => {
    const samples = [{ timeNs: 0, total: 1, rss: null }]
    expect(decimate(samples, 600)).toBe(samples)
  })
})
