// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { DEFAULT_MACHINE } from '#core/planning/time/default-machine'
import { layerTime } from '#core/planning/time/layer-time'
import { together, type Work } from '#core/planning/time/work'

const PLACE = { isa: 'avx2' } as const

function work(given: Partial<Work>): Work {
  return { products: 0, loops: 0, copies: [], weights: [], busiest: 1, atOnce: 1, ...given }
}

function timeOf(given: Partial<Work>, place = {}): number {
  return layerTime(work(given), { ...PLACE, ...place }) ?? Number.NaN
}

describe('the time of a layer', () => {
  it('is that of its arithmetic and of what it moves', () => {
    const products = timeOf({ products: 1e6 })
    const moving = timeOf({ copies: [{ bytes: 1e6, within: 1024 }] })
    expect(timeOf({ products: 1e6, copies: [{ bytes: 1e6, within: 1024 }] })).toBeCloseTo(products + moving, 9)
    expect(timeOf({ loops: 1e6 })).toBeGreaterThan(products)
  })

  it('is longer the further away what it reads lies', () => {
    const levels = [1024, 2 ** 18, 2 ** 22, Number.POSITIVE_INFINITY]
    const times = levels.map((within) => timeOf({ copies: [{ bytes: 1e6, within }] }))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Set(times).size).toBe(levels.length)
  })

  it('is that of the busiest thread, and threads share what is read of memory', () => {
    expect(timeOf({ products: 1e6, busiest: 0.25 })).toBeCloseTo(timeOf({ products: 1e6 }) / 4, 9)
    const cold = { weights: [{ bytes: 1e6, within: Number.POSITIVE_INFINITY }] }
    expect(timeOf({ ...cold, busiest: 0.25 })).toBeGreaterThan(timeOf(cold) / 4)
  })

  it('has half the arithmetic in half precision', () => {
    expect(timeOf({ products: 1e6, atOnce: 2 })).toBeCloseTo(timeOf({ products: 1e6 }) / 2, 9)
  })

  it('follows the machine that is told, and is not known where that says nothing of the instruction set', () => {
    const arithmetic = DEFAULT_MACHINE.arithmetic.map((each) => ({ ...each, rate: 2 * each.rate }))
    expect(timeOf({ products: 1e6 }, { machine: { ...DEFAULT_MACHINE, arithmetic } })).toBeCloseTo(
      timeOf({ products: 1e6 }) / 2,
      9,
    )
    expect(layerTime(work({ products: 1 }), { ...PLACE, machine: { ...DEFAULT_MACHINE, arithmetic: [] } })).toBeNull()
  })

  it('adds up over parts, the busiest thread by their arithmetic', () => {
    const parts = [work({ products: 3e6, busiest: 0.25 }), work({ loops: 1e6, busiest: 1 })]
    expect(together(parts)).toMatchObject({ products: 3e6, loops: 1e6, busiest: 0.4375 })
  })
})
