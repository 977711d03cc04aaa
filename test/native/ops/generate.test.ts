// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { runOne, TARGETS } from './run-op'

describe('Random', () => {
  const request = (seed: number) => ({ kind: 'Random', params: { seed }, inputs: [], outputs: [[40, 1000]] })

  it('spreads evenly in [0, 1), alike on any number of threads', async () => {
    const [first, ...others] = await Promise.all(TARGETS.map((target) => runOne(target, request(7))))
    for (const other of others) expect(other).toEqual(first)
    const values = [...(first ?? [])]
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = values.filter((value) => Math.floor(value * 10) === tenth).length / values.length
      expect(Math.abs(share - 0.1)).toBeLessThan(0.01)
    }
  })

  it('draws others for another seed', async () => {
    const [target] = TARGETS
    if (target === undefined) throw new Error('no target')
    const [a, b] = [await runOne(target, request(1)), await runOne(target, request(2))]
    expect(a.filter((value, i) => value === b[i]).length).toBeLessThan(10)
  })
})

describe('Range', () => {
  it('counts in steps that float32 does not hold', async () => {
    for (const target of TARGETS) {
      const params = { start: -3, step: 0.1 }
      const y = await runOne(target, { kind: 'Range', params, inputs: [], outputs: [[20000]] })
      const step = Math.fround(0.1)
      expect(y).toEqual(Float32Array.from({ length: 20000 }, (_, i) => -3 + i * step))
    }
  })
})
