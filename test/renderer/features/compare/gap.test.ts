// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Entry, SavedEntry } from '#contract/document'
import { gapBetween } from '#renderer/features/compare/gap'
import { entryOf, FOUNDING_A, FOUNDING_B, model } from '../../../core/export/support/saved-network'

const nodes = model.nodes.map(({ name }) => name)
const named = (entry: SavedEntry, names = nodes): Entry => ({
  model: { ...model, nodes: names.map((name) => ({ name, op: 'Conv', dims: null })) },
  entry,
})
const a = named(entryOf('A', FOUNDING_A, 2))
const b = named(entryOf('B', FOUNDING_B, 2))

describe('gap between two timelines', () => {
  for (const origin of ['modelled', 'measured'] as const) {
    it(`is made, ${origin}, of shares that add up to it at every layer`, () => {
      const gap = gapBetween(a, b, origin)
      if (gap === null) throw new Error('no gap')
      expect(gap.points.length).toBeGreaterThan(100)
      for (const { position, a: bytesA, b: bytesB } of gap.points) {
        const sum = gap.partsAt(position).reduce((total, { bytes }) => total + bytes, 0)
        expect(sum).toBe(bytesB - bytesA)
      }
      const widest = gap.points[gap.widest ?? -1]
      const widths = gap.points.map((point) => Math.abs(point.b - point.a))
      expect(Math.abs((widest?.b ?? 0) - (widest?.a ?? 0))).toBe(Math.max(...widths))
    })
  }

  it('attributes packed weights to the layers that hold them', () => {
    const parts = gapBetween(a, b, 'modelled')?.partsAt(0) ?? []
    const decisions = new Map(b.entry.plan.decisions.map((each) => [nodes[each.node], each.packedWeightBytes ?? 0]))
    for (const before of a.entry.plan.decisions) {
      const name = nodes[before.node] ?? ''
      const part = parts.find(({ layer, category }) => layer === name && category === 'packedWeights')
      expect(part?.bytes ?? 0).toBe((decisions.get(name) ?? 0) - (before.packedWeightBytes ?? 0))
    }
  })

  it('is nothing between an entry and itself', () => {
    const gap = gapBetween(a, a, 'measured')
    expect(gap?.points.every((point) => point.a === point.b)).toBe(true)
    expect(gap?.partsAt(7)).toEqual([])
  })

  it('goes on where A lacks a layer, and knows no measured gap without two runs', () => {
    const renamed = nodes.map((name, index) => (index === 40 ? 'other' : name))
    const gap = gapBetween(named(a.entry, renamed), b, 'modelled')
    expect(gap?.points.every((point) => point.a > 0)).toBe(true)
    const sum = gap?.partsAt(50).reduce((total, { bytes }) => total + bytes, 0)
    expect(sum).toBe((gap?.points[50]?.b ?? 0) - (gap?.points[50]?.a ?? 0))
    expect(gapBetween(named(entryOf('A', FOUNDING_A)), b, 'measured')).toBeNull()
  })

  it('is not told widest where A lacks the layers, first or all of them', () => {
    const some = gapBetween(
      named(
        a.entry,
        nodes.map((name, index) => (index < 5 ? `other ${index}` : name)),
      ),
      b,
      'modelled',
    )
    expect(some?.points.every((point) => point.a > 0)).toBe(true)
    expect(nodes.slice(5)).toContain(some?.points[some.widest ?? -1]?.layer)
    const none = gapBetween(
      named(
        a.entry,
        nodes.map((_, index) => `other ${index}`),
      ),
      b,
      'modelled',
    )
    expect(none?.widest).toBeNull()
  })

  it('tells layers of one name apart', () => {
    const twins = nodes.map(() => 'conv')
    const gap = gapBetween(named(a.entry, twins), named(a.entry, twins), 'modelled')
    expect(gap?.points.every((point) => point.a === point.b)).toBe(true)
  })
})
