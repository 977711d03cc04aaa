import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ARENA_ALIGNMENT, aligned, assignOffsets, type Lifetime, liveBytes } from '#main/planning/arena/arena'

const STEPS = 30
const lifetime = fc
  .tuple(fc.integer({ min: 0, max: 5000 }), fc.nat(STEPS - 1), fc.nat(8))
  .map(([bytes, first, length]): Lifetime => ({ bytes, first, last: Math.min(STEPS - 1, first + length) }))
const lifetimes = fc.array(lifetime, { maxLength: 60 })

function liveTogether(a: Lifetime, b: Lifetime): boolean {
  return a.first <= b.last && b.first <= a.last
}

describe('assignOffsets', () => {
  it('never lets two buffers that are alive together share a byte', () => {
    fc.assert(
      fc.property(lifetimes, (buffers) => {
        const { offsets } = assignOffsets(buffers)
        for (const [i, a] of buffers.entries()) {
          for (const [j, b] of buffers.entries()) {
            if (i >= j || !liveTogether(a, b)) continue
            const [x = 0, y = 0] = [offsets[i], offsets[j]]
            expect(x + a.bytes <= y || y + b.bytes <= x).toBe(true)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('aligns every offset and stays inside the block it reports', () => {
    fc.assert(
      fc.property(lifetimes, (buffers) => {
        const { offsets, bytes } = assignOffsets(buffers)
        for (const [index, offset] of offsets.entries()) {
          expect(offset % ARENA_ALIGNMENT).toBe(0)
          expect(offset + aligned(buffers[index]?.bytes ?? 0)).toBeLessThanOrEqual(bytes)
        }
      }),
    )
  })

  it('is never below the largest live set, and never above the sum', () => {
    fc.assert(
      fc.property(lifetimes, (buffers) => {
        const { bytes } = assignOffsets(buffers)
        expect(bytes).toBeGreaterThanOrEqual(Math.max(0, ...liveBytes(buffers, STEPS)))
        expect(bytes).toBeLessThanOrEqual(buffers.reduce((sum, buffer) => sum + aligned(buffer.bytes), 0))
      }),
    )
  })

  it('reaches the largest live set for a chain', () => {
    const chain = [100, 4000, 300, 2000, 700].map((bytes, step) => ({ bytes, first: step, last: step + 1 }))
    expect(assignOffsets(chain).bytes).toBe(aligned(4000) + aligned(300))
  })

  it('puts a small buffer into a gap instead of growing the block', () => {
    const buffers = [
      { bytes: 1024, first: 0, last: 9 },
      { bytes: 640, first: 0, last: 3 },
      { bytes: 512, first: 0, last: 9 },
      { bytes: 128, first: 5, last: 9 },
    ]
    expect(assignOffsets(buffers).bytes).toBe(1024 + 640 + 512)
    expect(assignOffsets(buffers).offsets[3]).toBe(1024)
  })
})

describe('liveBytes', () => {
  it('sums the aligned sizes of what is alive at each step', () => {
    const buffers = [
      { bytes: 1, first: 0, last: 1 },
      { bytes: 65, first: 1, last: 3 },
    ]
    expect(liveBytes(buffers, 4)).toEqual([64, 192, 128, 128])
  })

  it('agrees with counting every buffer at every step', () => {
    fc.assert(
      fc.property(lifetimes, (buffers) => {
        const expected = Array.from({ length: STEPS }, (_, step) =>
          buffers.reduce((sum, b) => sum + (b.first <= step && step <= b.last ? aligned(b.bytes) : 0), 0),
        )
        expect(liveBytes(buffers, STEPS)).toEqual(expected)
      }),
    )
  })
})
