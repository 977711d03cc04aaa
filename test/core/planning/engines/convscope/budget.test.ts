// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withinBudget } from '#core/planning/engines/convscope/policy/budget'
import { Heap } from '#core/planning/engines/convscope/policy/heap'
import type { KernelOption } from '#core/planning/engines/convscope/policy/kernel-options'

const option = (ns: number, packedWeightBytes: number) => ({ ns, packedWeightBytes }) as KernelOption
const fastest = (options: readonly KernelOption[]) => options.reduce((a, b) => (b.ns < a.ns ? b : a))
const bytesOf = (chosen: readonly (KernelOption | null)[]) =>
  chosen.reduce((sum, each) => sum + (each?.packedWeightBytes ?? 0), 0)

const anyLayers = fc.array(
  fc.array(fc.record({ ns: fc.integer({ min: 1, max: 99 }), packedWeightBytes: fc.integer({ min: 0, max: 99 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  { minLength: 1, maxLength: 8 },
) as fc.Arbitrary<KernelOption[][]>

describe('the fastest choice within a budget', () => {
  it('fits where anything does, and leaves nothing that would still fit and gain', () => {
    fc.assert(
      fc.property(anyLayers, fc.integer({ min: 0, max: 400 }), (layers, budget) => {
        const chosen = withinBudget(layers, layers.map(fastest), budget)
        const least = layers.reduce((sum, options) => sum + Math.min(...options.map((o) => o.packedWeightBytes)), 0)
        if (least > budget) return
        const rest = budget - bytesOf(chosen)
        expect(rest).toBeGreaterThanOrEqual(0)
        for (const [layer, options] of layers.entries()) {
          const { ns, packedWeightBytes } = chosen[layer] as KernelOption
          const better = options.filter((o) => o.ns < ns && o.packedWeightBytes - packedWeightBytes <= rest)
          expect(better).toEqual([])
        }
      }),
    )
  })

  it('spends what is left where a byte gains the most, the first of equal layers first', () => {
    const small = option(100, 10)
    const layers = [
      [small, option(50, 60)],
      [small, option(20, 60)],
      [small, option(20, 60)],
    ]
    const chosen = withinBudget(layers, layers.map(fastest), 80)
    expect(chosen.map((each) => each?.ns)).toEqual([100, 20, 100])
  })

  it('takes tens of thousands of layers in a moment', () => {
    // Half of them fit: looking at all layers for each of these would be a thousand million looks.
    const layers = Array.from({ length: 40_000 }, (_, i) => [option(1000, 1), option(10 + (i % 7), 3)])
    const chosen = withinBudget(layers, layers.map(fastest), 80_000)
    expect(bytesOf(chosen)).toBe(80_000)
  })
})

it('a heap gives its items in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (first, later) => {
      const heap = new Heap<number>((a, b) => a < b, first)
      for (const item of later) heap.add(item)
      const taken = Array.from({ length: first.length + later.length }, () => heap.take())
      expect(taken).toEqual([...first, ...later].sort((a, b) => a - b))
      expect(heap.take()).toBeNull()
    }),
  )
})
