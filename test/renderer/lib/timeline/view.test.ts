// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createExtremes } from '#renderer/lib/timeline/extremes'
import { firstAfter, rowAt } from '#renderer/lib/timeline/step-series'
import { panned, viewRows, zoomed } from '#renderer/lib/timeline/view-rows'

/** Ascending times, some equal, with values. */
const series = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1000 })), { minLength: 1, maxLength: 2000 })
  .map((steps) => {
    let x = 0
    return {
      count: steps.length,
      x: Float64Array.from(steps, ([step]) => (x += step)),
      values: Float64Array.from(steps, ([, value]) => value),
    }
  })

describe('extremes', () => {
  it('are those of going through the rows', () => {
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 3000 })
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), (numbers, a, b) => {
        const [begin, end] = [Math.min(a, b) % numbers.length, (Math.max(a, b) % numbers.length) + 1]
        fc.pre(begin < end)
        const { low, high } = createExtremes(Float64Array.from(numbers), numbers.length).between(begin, end)
        const part = numbers.slice(begin, end)
        expect(low).toBe(begin + part.indexOf(Math.min(...part)))
        expect(high).toBe(begin + part.indexOf(Math.max(...part)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('rows by position', () => {
  it('are found as by looking at every row', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: -2, max: 6000 }), ({ count, x }, wanted) => {
        const before = [...x].filter((each) => each <= wanted).length
        expect(firstAfter(x, count, wanted)).toBe(before)
        expect(rowAt(x, count, wanted)).toBe(before - 1)
      }),
    )
  })
})

describe('rows of a view', () => {
  it('show in every pixel the lowest and highest that the series has there, and end in it as the series does', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 60 }), fc.nat(), fc.nat(), ({ count, x, values }, pixels, a, b) => {
        const last = x[count - 1] ?? 0
        const [from, to] = [Math.min(a, b) % (last + 1), (Math.max(a, b) % (last + 1)) + 1]
        fc.pre(from < to)
        const view = { from, to }
        const rows = viewRows(x, count, createExtremes(values, count), view, pixels)
        expect(rows).toEqual([...new Set(rows)].sort((p, q) => p - q))
        expect(rows.length).toBeLessThanOrEqual(3 * pixels + 1)
        const all = Array.from({ length: count }, (_, row) => row)
        for (let pixel = 0; pixel < pixels; pixel++) {
          const left = from + ((to - from) * pixel) / pixels
          const right = from + ((to - from) * (pixel + 1)) / pixels
          // In force in the pixel: what begins in it, and the row before.
          const inPixel = (candidates: readonly number[]) => {
            const inside = candidates.filter((row) => (x[row] ?? 0) > left && (x[row] ?? 0) <= right)
            const before = candidates.filter((row) => (x[row] ?? 0) <= left).at(-1)
            return [...(before === undefined ? [] : [before]), ...inside].map((row) => values[row] ?? 0)
          }
          const [drawn, real] = [inPixel(rows), inPixel(all)]
          if (real.length === 0) continue
          expect([Math.min(...drawn), Math.max(...drawn), drawn.at(-1)]).toEqual([
            Math.min(...real),
            Math.max(...real),
            real.at(-1),
          ])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('are all there are, once they are few enough', () => {
    const x = Float64Array.from({ length: 100_000 }, (_, row) => row)
    const rows = viewRows(x, x.length, createExtremes(x, x.length), { from: 500.5, to: 510 }, 40)
    expect(rows).toEqual([500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510])
  })
})

describe('zoom and pan', () => {
  const whole = { from: 0, to: 1000 }
  const views = fc
    .tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 1000 }))
    .map(([from, length]) => ({ from, to: Math.min(1000, from + length) }))

  it('stay within the whole, and zooming keeps what is under the pointer where there is room', () => {
    fc.assert(
      fc.property(
        views,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (view, factor, anchor) => {
          const next = zoomed(view, whole, factor, anchor, 10)
          expect(next.from).toBeGreaterThanOrEqual(-1e-9)
          expect(next.to).toBeLessThanOrEqual(1000 + 1e-9)
          expect(next.to - next.from).toBeGreaterThanOrEqual(10 - 1e-9)
          const fixed = view.from + anchor * (view.to - view.from)
          if (next.from > 1e-9 && next.to < 1000 - 1e-9) {
            expect(next.from + anchor * (next.to - next.from)).toBeCloseTo(fixed, 6)
          }
        },
      ),
    )
  })

  it('panning keeps the length', () => {
    fc.assert(
      fc.property(views, fc.double({ min: -3, max: 3, noNaN: true }), (view, share) => {
        const next = panned(view, whole, share)
        expect(next.to - next.from).toBeCloseTo(view.to - view.from, 6)
        expect(next.from).toBeGreaterThanOrEqual(-1e-9)
        expect(next.to).toBeLessThanOrEqual(1000 + 1e-9)
      }),
    )
  })
})
