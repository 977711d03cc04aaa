// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { addon, codeOf } from '../conv/addon'

describe('rates of the machine', () => {
  it('are positive for every instruction set and thread count', () => {
    for (const isa of addon.executableIsas()) {
      expect(addon.multiplyAddRate(isa)).toBeGreaterThan(0)
      for (const threads of [1, 3]) expect(addon.readRate(isa, threads, 4096)).toBeGreaterThan(0)
    }
  })

  it('are refused where there is nothing to measure', () => {
    const [isa = 'sse'] = addon.executableIsas()
    for (const bytes of [0, -1, Number.NaN, 2 ** 31]) {
      expect(codeOf(() => addon.readRate(isa, 1, bytes))).toBe('engine/invalid-argument')
    }
    expect(codeOf(() => addon.readRate(isa, 0, 4096))).toBe('engine/invalid-argument')
    expect(codeOf(() => addon.readRate('arm32', 1, 4096))).toBe('engine/invalid-argument')
    const foreign = (['avx2', 'arm64'] as const).find((each) => !addon.executableIsas().includes(each)) ?? 'arm32'
    expect(codeOf(() => addon.multiplyAddRate(foreign))).toBe('engine/invalid-argument')
  })
})
