// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Arena, assignOffsets as assign } from '#core/planning/engines/convscope/arena/arena'
import { liveBytes as live } from '#core/planning/engines/convscope/arena/live-bytes'
import { ARENA_ALIGNMENT, type ArenaBuffer, aligned } from '#core/planning/engines/convscope/arena/part'

/** A buffer of one part. */
interface Lifetime {
  readonly bytes: number
  readonly first: number
  readonly last: number
}
const whole = (lifetime: Lifetime): ArenaBuffer => [{ ...lifetime, offset: 0 }]
const assignOffsets = (buffers: readonly Lifetime[]): Arena => assign(buffers.map(whole))
const liveBytes = (buffers: readonly Lifetime[], steps: number) => live(buffers.map(whole), steps)

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

describe('buffers of several parts', () => {
  const step = fc.nat(9)
  const parts = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 9 }), step, step), { minLength: 1, maxLength: 4 })
    .map((sizes): ArenaBuffer => {
      let offset = 0
      return sizes.map(([lines, a, b]) => {
        const part = { offset, bytes: lines * 64 - 3, first: Math.min(a, b), last: Math.max(a, b) }
        offset += lines * 64
        return part
      })
    })

  it('keep parts of different buffers apart while both are alive, and parts of one in place', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 25 }), (buffers) => {
        const { offsets, bytes, bound } = assign(buffers)
        // Line by line and step by step: who is there?
        const owner = new Map<string, number>()
        const alive = new Array<number>(10).fill(0)
        for (const [index, buffer] of buffers.entries()) {
          for (const { offset, bytes: size, first, last } of buffer) {
            const begin = (offsets[index] as number) + offset
            expect(begin + aligned(size)).toBeLessThanOrEqual(bytes)
            for (let time = first; time <= last; time++) {
              for (let line = begin / 64; line < (begin + aligned(size)) / 64; line++) {
                const key = `${time} ${line}`
                expect(owner.get(key) ?? index).toBe(index)
                if (!owner.has(key)) alive[time] = (alive[time] ?? 0) + 64
                owner.set(key, index)
              }
            }
          }
        }
        expect(bound).toBe(Math.max(...alive))
        expect(live(buffers, 10)).toEqual(alive)
      }),
    )
  })

  it('lets others use a stretch that is not alive yet', () => {
    const joined: ArenaBuffer = [
      { offset: 0, bytes: 1024, first: 0, last: 9 },
      { offset: 1024, bytes: 1024, first: 5, last: 9 },
    ]
    const early: ArenaBuffer = [{ offset: 0, bytes: 1024, first: 1, last: 4 }]
    expect(assign([joined, early])).toMatchObject({ bytes: 2048, bound: 2048 })
  })
})
