// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { layerSettings } from '#core/planning/engines/mnn/engine'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { measure } from '#core/planning/engines/mnn/rules/executor'
import { bySpeed } from '#core/planning/engines/mnn/rules/shares'
import { problemOf } from '../../../../golden/convolutions'

const planned = (
  version: string,
  lowMemory: boolean,
  shape: readonly number[],
  { isa = 'arm64', threads = 4, ...settings }: { isa?: Configuration['isa']; threads?: number; [id: string]: unknown },
  isInteger = false,
) => {
  const engine = engineOf({ version, lowMemory })
  const configuration = { profile: '', isa, threads, settings } as Configuration
  const coding = isInteger ? { coding: { bits: 8, linear: true, blocks: 1 } } : {}
  const layer = { problem: problemOf(shape), constantWeight: true, biasElements: null, ...coding }
  const { chosen } = engine.select(layer, layerSettings(engine, configuration))
  return { ...measure(chosen, engine.pool.create(null, null)), chosen }
}

describe('work on clusters of cores', () => {
  it('is shared by speed, in single precision', () => {
    // One fast core, two of the others at half its speed: one half of the work, and one quarter each.
    expect(bySpeed(100, { threads: 3, clusters: [1, 3, 4] })).toEqual([50, 25, 25])
    // 0.6 is a little more than 3 / 5 there: one of 1600 more, cut off at the end.
    expect(bySpeed(1600, { threads: 8, clusters: [2, 6] })).toEqual([320, 320, 161, 161, 161, 161, 161, 155])
    expect(bySpeed(2, { threads: 2, clusters: [1, 3, 4] })).toEqual([2])
    expect(bySpeed(10, { threads: 4, clusters: [] })).toEqual([3, 3, 3, 1])
  })

  it('counts from 2.9.3 on, for Strassen and planes between zeros', () => {
    const depthwise = [1, 16, 8, 8, 16, 5, 5, 1, 1, 1, 1, 2, 2, 16, 1]
    const planes = (version: string, clusters: string) =>
      planned(version, false, depthwise, { clusters }).workspaceBytes / (4 * 4 * 12 * 12)
    expect(planes('3.6.1', 'alike')).toBe(4)
    // Four packs: two for the fast core, one for each of two others.
    expect(planes('3.6.1', '1+3+4')).toBe(3)
    expect(planes('2.9.6', '1+3+4')).toBe(4)
  })
})

describe('a column', () => {
  it('is padded along the other axis', () => {
    // 150 positions, not 34, and three workers for five packs; 64 bytes are the pool’s granularity.
    const column = [1, 20, 30, 1, 20, 5, 1, 1, 1, 1, 1, 2, 0, 20, 1]
    expect(planned('3.6.1', false, column, {}).workspaceBytes).toBe(Math.ceil((3 * 150 * 16) / 64) * 64)
  })
})

describe('weights kept as integers', () => {
  const pointwise = [1, 20, 6, 6, 12, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0]
  const held = (version: string, integerKernel: string, isa: Configuration['isa'] = 'arm64') =>
    planned(version, true, pointwise, { isa, memory: 'low', integerKernel }, true).packedWeightBytes

  it('are packed as the processor multiplies them, in 3.6.1', () => {
    const bytes = (channels: number, depth: number) => 12 * 4 + channels * 4 + channels * depth + 2 * channels * 4
    expect(held('3.6.1', 'none')).toBe(bytes(12, 32))
    expect(held('3.6.1', 'sdot')).toBe(bytes(16, 20))
    expect(held('3.6.1', 'i8mm')).toBe(bytes(16, 24))
  })

  it('go by eights with i8mm in 2.8.1, and have tables as wide as the numbers', () => {
    expect(held('2.8.1', 'sdot')).toBe(12 * 4 + 12 * 20 + 2 * 12 * 4)
    expect(held('2.8.1', 'i8mm')).toBe(12 * 4 + 16 * 24 + 2 * 16 * 4)
    const half = { isa: 'arm64-fp16', memory: 'low', precision: 'low' } as const
    expect(planned('2.8.1', true, pointwise, half, true).packedWeightBytes).toBe(16 * 2 + 16 * 24 + 2 * 16 * 2)
  })
})
