// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { CATEGORIES } from '#contract/plan'
import { EVENT_KINDS } from '#contract/timeline'
import type { NativeSession } from '#core/inference/addon'
import { addon } from '../conv/addon'
import { infer } from './infer'
import { image, network } from './network'

interface Event {
  readonly sequence: number
  readonly timeNs: number
  readonly kind: number
  readonly category: number
  readonly node: number
  readonly bytes: number
}

/** Everything queued, taken out a few at a time. */
function drainAll(session: NativeSession, most = 7): { events: Event[]; dropped: number } {
  const events: Event[] = []
  for (;;) {
    const batch = session.drain(most)
    for (const [i, kind] of batch.kind.entries()) {
      const [timeNs = Number.NaN, category = -1] = [batch.timeNs[i], batch.category[i]]
      const [node = Number.NaN, bytes = Number.NaN] = [batch.node[i], batch.bytes[i]]
      events.push({ sequence: batch.firstSequence + i, timeNs, kind, category, node, bytes })
    }
    if (batch.kind.length === 0) return { events, dropped: batch.dropped }
    expect(batch.kind.length).toBeLessThanOrEqual(most)
  }
}

describe('events', () => {
  it('are in sequence and in time, and end at zero bytes', async () => {
    const session = new addon.Session()
    await session.prepare(network())
    await infer(session, [image()])
    const before = drainAll(session)
    const held = CATEGORIES.map(() => 0)
    const apply = ({ kind, category, bytes }: Event) => {
      if (kind === EVENT_KINDS.allocate) held[category] = (held[category] as number) + bytes
      if (kind === EVENT_KINDS.free) held[category] = (held[category] as number) - bytes
      for (const each of held) expect(each).toBeGreaterThanOrEqual(0)
    }
    before.events.forEach(apply)
    expect(held).toEqual(session.held().categories)
    session.dispose()
    const after = drainAll(session)
    after.events.forEach(apply)
    expect(held).toEqual(CATEGORIES.map(() => 0))

    const all = [...before.events, ...after.events]
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i))
    expect(all.map(({ timeNs }) => timeNs)).toEqual(all.map(({ timeNs }) => timeNs).toSorted((a, b) => a - b))
    expect(after.dropped).toBe(0)
  })

  it('of sessions beside each other are told together', async () => {
    const session = new addon.Session()
    const other = session.beside()
    await session.prepare(network())
    const alone = session.held().peak
    await other.prepare(network())
    expect(session.held()).toEqual(other.held())
    expect(session.held().peak).toBeGreaterThan(alone)
    await infer(other, [image()])
    session.dispose()
    const { events } = drainAll(session)
    expect(events.map(({ timeNs }) => timeNs)).toEqual(events.map(({ timeNs }) => timeNs).toSorted((a, b) => a - b))
    expect(events.some(({ kind }) => kind === EVENT_KINDS.layerEnd)).toBe(true)
    other.dispose()
    expect(session.held().categories).toEqual(CATEGORIES.map(() => 0))
  })

  it('reach the same peak as the allocator', async () => {
    const session = new addon.Session()
    await session.prepare(network())
    let total = 0
    let peak = 0
    for (const { kind, bytes } of drainAll(session).events) {
      if (kind === EVENT_KINDS.allocate) total += bytes
      if (kind === EVENT_KINDS.free) total -= bytes
      peak = Math.max(peak, total)
    }
    expect(peak).toBe(session.held().peak)
    session.dispose()
  })

  it('frame every op of a run by its node', async () => {
    const program = network()
    const session = new addon.Session()
    await session.prepare(program)
    drainAll(session)
    await infer(session, [image()])
    const layers = drainAll(session).events.filter(
      ({ kind }) => kind === EVENT_KINDS.layerBegin || kind === EVENT_KINDS.layerEnd,
    )
    expect(layers.map(({ kind, node }) => [kind, node])).toEqual(
      program.ops.flatMap(({ node }) => [
        [EVENT_KINDS.layerBegin, node],
        [EVENT_KINDS.layerEnd, node],
      ]),
    )
    session.dispose()
  })

  it('label packed weights with their layer, and staging as model buffer', async () => {
    const program = network()
    const session = new addon.Session()
    await session.prepare(program)
    const blocks = drainAll(session).events.filter(({ kind }) => kind === EVENT_KINDS.allocate)
    for (const { node, conv } of program.ops) {
      if (conv === undefined) continue
      const own = blocks.filter((block) => block.node === node)
      expect(own.map(({ category }) => CATEGORIES[category])).toEqual(['modelBuffer', 'modelBuffer', 'packedWeights'])
      expect(own[2]?.bytes).toBe(conv.packedWeightBytes)
    }
    session.dispose()
  })

  it.runIf(process.platform === 'linux')('sample the resident set while something runs', async () => {
    const session = new addon.Session()
    await session.prepare(network())
    await infer(session, [image()])
    const samples = drainAll(session).events.filter(({ kind }) => kind === EVENT_KINDS.rss)
    // One at the start of each, at least.
    expect(samples.length).toBeGreaterThanOrEqual(2)
    for (const { bytes } of samples) expect(bytes).toBeGreaterThan(1 << 20)
    session.dispose()
  })

  it('are counted where the queue is full, and the rest stays in sequence', async () => {
    const session = new addon.Session({ queueCapacity: 4 })
    await session.prepare(network())
    const first = session.drain(100)
    expect(first.kind).toHaveLength(4)
    expect(first.firstSequence).toBe(0)
    expect(first.dropped).toBeGreaterThan(10)
    await infer(session, [image()])
    const second = session.drain(100)
    expect(second.kind).toHaveLength(4)
    expect(second.firstSequence).toBe(4)
    expect(second.dropped).toBeGreaterThan(first.dropped)
    session.dispose()
  })
})
