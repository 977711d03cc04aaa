// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { reasonAgainst, runOp, TARGETS } from './run-op'
import type { Tensor } from './tensor'

const tensor = (dims: readonly number[], ...data: number[]): Tensor => ({ dims, data: Float64Array.from(data) })

/** A ramp: the value at row y and column x is 10 y + x. */
const RAMP = tensor([1, 1, 4, 5], ...Array.from({ length: 20 }, (_, i) => 10 * Math.floor(i / 5) + (i % 5)))
const MEAN = { maximum: false, halfPixel: false, sampling: 1, scale: 1 }

describe('RoiAlign', () => {
  it('takes the middle of every bin, between pixels', async () => {
    const inputs = [RAMP, tensor([1, 4], 1, 0, 3, 2), tensor([1], 0)]
    const request = { kind: 'RoiAlign', params: MEAN, inputs, outputs: [[1, 1, 2, 2]] }
    for (const target of TARGETS) {
      const [y] = await runOp(target, request)
      expect([...(y ?? [])]).toEqual([6.5, 7.5, 16.5, 17.5])
    }
  })

  it('refuses regions and images that do not exist', async () => {
    const [target] = TARGETS
    if (target === undefined) return
    const run = (region: readonly number[], image: number, sampling: number) => {
      const inputs = [RAMP, tensor([1, 4], ...region), tensor([1], image)]
      return runOp(target, { kind: 'RoiAlign', params: { ...MEAN, sampling }, inputs, outputs: [[1, 1, 1, 1]] })
    }
    await expect(run([0, 0, 1, 1], 1, 0)).rejects.toThrow(/index 1 does not exist/)
    await expect(run([0, 0, 1e30, 1], 0, 0)).rejects.toThrow(/region 0 is too large/)
    await expect(run([0, Number.NaN, 1, 1], 0, 0)).rejects.toThrow(/region 0 is too large/)
    const outside = await run([90, 90, 91, 91], 0, 2)
    expect([...(outside[0] ?? [])]).toEqual([0])
  })

  it('refuses regions that are not four numbers', () => {
    const inputs = [RAMP, tensor([1, 3], 0, 0, 1), tensor([1], 0)]
    expect(reasonAgainst({ kind: 'RoiAlign', params: MEAN, inputs, outputs: [[1, 1, 1, 1]] })).toMatch(/four numbers/)
  })
})
