// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeferredPool } from '#core/planning/engines/mnn/pools/deferred-pool'
import { EagerPool } from '#core/planning/engines/mnn/pools/eager-pool'
import type { Block, DynamicPool } from '#core/planning/engines/mnn/pools/pool'

describe('eager pool', () => {
  it('takes new blocks in exactly the requested size and reuses the smallest that fits', () => {
    const pool = new EagerPool()
    const blocks = [300, 100, 200].map((bytes) => pool.request(bytes))
    for (const block of blocks) pool.free(block)
    expect(pool.request(150).bytes).toBe(192)
    expect(pool.totalBytes).toBe(600)
    expect(pool.heldBytes).toBe(192)
  })

  it('cuts at 64 bytes, takes the whole where nothing would be left, and heals a block when all pieces are free', () => {
    const pool = new EagerPool()
    pool.free(pool.request(256))
    const first = pool.request(65)
    expect(first.bytes).toBe(128)
    const second = pool.request(100)
    expect(second.bytes).toBe(128)
    pool.free(first)
    expect(pool.request(256).bytes).toBe(256)
    expect(pool.totalBytes).toBe(512)
    pool.free(second)
    expect(pool.request(128).bytes).toBe(128)
    expect(pool.heldBytes).toBe(256 + 128)
  })

  it('never serves a separate request from a freed block', () => {
    const pool = new EagerPool()
    pool.free(pool.request(100))
    pool.request(100, true)
    expect(pool.totalBytes).toBe(200)
  })

  it('keeps what a thread frees for that thread, whole, until all are done', () => {
    const pool = new EagerPool()
    pool.beginParts()
    pool.beginPart()
    pool.free(pool.request(200))
    expect(pool.request(100).bytes).toBe(200)
    pool.endPart()
    pool.beginPart()
    pool.free(pool.request(100))
    pool.endPart()
    pool.endParts()
    expect(pool.totalBytes).toBe(300)
    expect(pool.request(90).bytes).toBe(100)
    expect(pool.totalBytes).toBe(300)
  })

  it('collects only blocks that are free as a whole', () => {
    const pool = new EagerPool()
    pool.free(pool.request(1000))
    pool.request(64)
    pool.free(pool.request(5000))
    pool.collect(true)
    expect(pool.totalBytes).toBe(1000)
    expect(pool.heldBytes).toBe(64)
    expect(pool.peakBytes).toBe(6000)
  })
})

describe('deferred pool', () => {
  it('splits exactly, puts the rest at the right and merges neighbours', () => {
    const pool = new DeferredPool(1)
    const blocks = [100, 50, 70].map((bytes) => pool.request(bytes))
    for (const block of blocks) pool.free(block)
    pool.request(219)
    pool.request(1)
    expect(pool.totalBytes).toBe(220)
  })

  it('grows the largest free chunk where none is large enough', () => {
    const pool = new DeferredPool(1)
    const small = pool.request(10)
    pool.request(1)
    const large = pool.request(30)
    pool.request(1)
    pool.free(small)
    pool.free(large)
    pool.request(35)
    expect(pool.totalBytes).toBe(10 + 1 + 35 + 1)
  })

  it('appends a separate request, and everything where nothing is free', () => {
    const pool = new DeferredPool(1)
    pool.free(pool.request(10))
    pool.request(10, true)
    pool.request(10)
    pool.request(5)
    expect(pool.totalBytes).toBe(25)
  })

  it('holds frees back between beginParts and endParts', () => {
    const pool = new DeferredPool(1)
    pool.beginParts()
    pool.free(pool.request(10))
    pool.free(pool.request(10))
    pool.endParts()
    pool.request(20)
    expect(pool.totalBytes).toBe(20)
  })
})

describe('either pool', () => {
  const step = fc.oneof(
    fc.record({ request: fc.integer({ min: 1, max: 5000 }) }),
    fc.record({ free: fc.nat({ max: 50 }) }),
  )

  it.each<[string, () => DynamicPool]>([
    ['eager', () => new EagerPool()],
    ['deferred', () => new DeferredPool(1)],
  ])('%s: is never smaller than what is in use, never larger than all requests', (_, create) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const pool = create()
        const used: { block: Block; bytes: number }[] = []
        let requested = 0
        for (const action of steps) {
          if ('request' in action) {
            used.push({ block: pool.request(action.request), bytes: action.request })
            requested += action.request
          } else {
            const [freed] = used.splice(action.free % Math.max(used.length, 1), 1)
            if (freed !== undefined) pool.free(freed.block)
          }
          const inUse = used.reduce((sum, { bytes }) => sum + bytes, 0)
          expect(pool.totalBytes).toBeGreaterThanOrEqual(inUse)
          expect(pool.totalBytes).toBeLessThanOrEqual(requested)
        }
        for (const { block } of used) pool.free(block)
        const before = pool.totalBytes
        if (before > 0 && pool instanceof DeferredPool) pool.request(before)
        expect(pool.totalBytes).toBe(before)
      }),
    )
  })
})
