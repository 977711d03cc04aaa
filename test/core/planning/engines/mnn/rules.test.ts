// SPDX-License-Identifier: Apache-2.0

import { describe, expect, it } from 'vitest'
import type { InstructionSet, SettingValues } from '#contract/configuration'
import type { MnnEngine } from '#core/planning/engines/mnn/engine'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { rulesOf } from '#core/planning/engines/mnn/rules/rules'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { decideLayers } from '#core/planning/selection/decide'
import { english, spoken } from '#messages/say'

const MNN_1_0_1 = engineOf({ version: '1.0.1', lowMemory: false })
const MNN_1_2_7 = engineOf({ version: '1.2.7', lowMemory: false })
const MNN_2_8_1 = engineOf({ version: '2.8.1', lowMemory: false })
const MNN_3_6_1 = engineOf({ version: '3.6.1', lowMemory: false })

interface Setting {
  readonly isa?: InstructionSet
  readonly threads?: number
  readonly settings?: SettingValues
  readonly constantWeight?: boolean
  readonly biasElements?: number | null
}

function decide(engine: MnnEngine, problem: ConvProblem, setting: Setting = {}) {
  const { isa = 'avx2', threads = 1, settings = {}, constantWeight = true, biasElements = null } = setting
  const layers = [{ node: 7, problem, constantWeight, biasElements }]
  const decided = decideLayers(rulesOf(engine), layers, { profile: 'mnn', isa, threads, settings }).get(7)
  if (decided === undefined) throw new Error('not decided')
  return decided.decision
}

/** Square, same batch 1, group 1, no dilation unless said; the output size follows. */
function conv(ic: number, size: number, oc: number, kernel: number, rest: Partial<ConvProblem> = {}): ConvProblem {
  const { strideHeight = 1, padTop = 0, dilationHeight = 1 } = rest
  const out = Math.floor((size + 2 * padTop - dilationHeight * (kernel - 1) - 1) / strideHeight) + 1
  return {
    batch: 1,
    inChannels: ic,
    inHeight: size,
    inWidth: size,
    outChannels: oc,
    outHeight: out,
    outWidth: out,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideHeight,
    strideWidth: strideHeight,
    dilationHeight,
    dilationWidth: dilationHeight,
    padTop,
    padLeft: padTop,
    padBottom: padTop,
    padRight: padTop,
    group: 1,
    depthwise: false,
    ...rest,
  }
}

/** Expected figures below are worked out by hand from the published formulas, in floats times 4. */
describe('rules of MNN that no measured row covers', () => {
  it('1×1 with padding: 1.0.1 stages input and output for Strassen, 2.8.1 tiles', () => {
    const padded = conv(8, 5, 16, 1, { padTop: 1 })
    const old = decide(MNN_1_0_1, padded)
    expect(old.algorithm).toBe('strassen-1x1')
    expect(english(old.reason)).toContain('staging')
    const staging = 7 * 7 * (16 + 8)
    // One leaf (49 rows are too few to halve usefully): tile 8·16, cache 4·3·16 + 16·16.
    expect(old.workspaceBytes).toBe(4 * (staging + 8 * 16 + 4 * 3 * 16 + 16 * 16))
    const later = decide(MNN_2_8_1, padded)
    expect(later.algorithm).toBe('tiled')
    expect(english(later.reason)).toContain('padding')
    expect(later.workspaceBytes).toBe(4 * 8 * 24 + 24 * (Math.ceil(24 / 7) + 1))
  })

  it('a strided 1×1 whose output has the input’s size is not fast in 2.8.1', () => {
    expect(decide(MNN_2_8_1, conv(8, 1, 16, 1, { strideHeight: 2, strideWidth: 2 })).algorithm).toBe('tiled')
    expect(decide(MNN_2_8_1, conv(8, 1, 16, 1)).algorithm).toBe('strassen-1x1')
  })

  it('depthwise 3×3 with an output less than 2 wide or high: 1.0.1 takes its 3×3 executor, 2.8.1 the general one', () => {
    for (const size of [
      { inHeight: 1, outHeight: 1 },
      { inWidth: 1, outWidth: 1 },
    ]) {
      const thin = conv(10, 6, 10, 3, { padTop: 1, group: 10, depthwise: true, ...size })
      expect(decide(MNN_1_0_1, thin).executor).toBe('ConvolutionDepthwise3x3')
      expect(decide(MNN_2_8_1, thin).executor).toBe('CPUConvolutionDepthwise')
      expect(decide(MNN_2_8_1, thin).packedWeightBytes).toBe(4 * (16 * 9 + 16))
    }
  })

  it('depthwise with more outputs than inputs: sizes follow the outputs', () => {
    const multiplied = conv(5, 8, 15, 3, { padTop: 1, group: 5, depthwise: true })
    const decision = decide(MNN_2_8_1, multiplied, { threads: 3 })
    expect(decision.algorithm).toBe('depthwise-3x3')
    expect(decision.packedWeightBytes).toBe(4 * (16 * 12 + 16))
    expect(decision.workspaceBytes).toBe(4 * 3 * 3 * 4 * 4 * 8)
  })

  it('unequal dilations rule Winograd out and do not concern tiling', () => {
    for (const dilation of [{ dilationWidth: 2 }, { dilationHeight: 2 }]) {
      const dilated = conv(32, 28, 32, 3, { padTop: 1, ...dilation })
      for (const engine of [MNN_1_0_1, MNN_2_8_1]) {
        const decision = decide(engine, dilated)
        expect(decision.algorithm).toBe('tiled')
        expect(english(decision.reason)).toContain('dilation')
      }
    }
  })

  it('grouped 1×1 with a batch: 1.0.1’s groups see one image, so there are no staging copies', () => {
    const grouped = conv(16, 4, 32, 1, { batch: 3, group: 2 })
    const old = decide(MNN_1_0_1, grouped)
    expect(old).toMatchObject({ algorithm: 'grouped', inner: { algorithm: 'strassen-1x1', groups: 2 } })
    const area = 4 * 4
    // Per image: unit output 16, unit input 8, input 16, output 32 channels; then one leaf of 8 by 16.
    expect(old.workspaceBytes).toBe(4 * (area * (16 + 8 + 16 + 32) + 8 * 16 + 4 * 3 * 16 + 16 * 16))
    const later = decide(MNN_2_8_1, grouped)
    expect(later.inner).toEqual({ algorithm: 'strassen-1x1', unit: null, groups: 2 })
    expect(later.workspaceBytes).toBe(4 * (3 * area * (16 + 8 + 16 + 32) + 8 * 24))
  })

  it('the weight as an input: packed into the workspace, nothing held', () => {
    const problem = conv(6, 10, 12, 3, { padTop: 1 })
    const dynamic = { constantWeight: false }
    const old = decide(MNN_1_0_1, problem, { ...dynamic, biasElements: 12 })
    expect(old).toMatchObject({
      algorithm: 'tiled',
      executor: 'ConvolutionTiledExecutorMultiInput',
      packedWeightBytes: 0,
    })
    const tiled101 = 16 * 8 * 9 + 16 * 6 * 9 + 4 * 3 * 16 + 12 * 16
    expect(old.workspaceBytes).toBe(4 * (12 * 6 * 9 + tiled101))
    expect(decide(MNN_1_0_1, problem, { ...dynamic, biasElements: 11 }).workspaceBytes).toBe(
      4 * (12 * 6 * 9 + 12 + tiled101),
    )
    // 2.8.1: the freed unpacked copy (648 floats) is grown to the tile buffer (54·24 floats); then the index.
    const later = decide(MNN_2_8_1, problem, { ...dynamic, biasElements: 12 })
    expect(later.packedWeightBytes).toBe(0)
    expect(later.workspaceBytes).toBe(4 * (12 * 54 + 16 + 54 * 24) + 24 * 9 * (Math.ceil(24 / 10) + 1))
  })

  it('very large 1×1 layers: the saving wraps in 32 bits and Strassen does not recurse', () => {
    const huge = decide(MNN_2_8_1, conv(768, 640, 768, 1))
    expect(huge.workspace.map(({ name }) => name.id)).not.toContain('part.strassenInput')
    const large = decide(MNN_2_8_1, conv(768, 160, 768, 1))
    expect(large.workspace.map(({ name }) => name.id)).toContain('part.strassenInput')
  })
})

describe('worked decisions of the packed path', () => {
  const same = { padTop: 1 }
  it.each<[string, ConvProblem, number, (number | null)[], number]>([
    ['64 to 64 at 56×56', conv(64, 56, 64, 3, same), 1, [2.0282, 3.3391, 3.4211], 6],
    ['3 to 64 at 224×224', conv(3, 224, 64, 3, same), 4, [1.0909, 1.2063, 1.0565], 4],
    ['256 to 256 at 14×14', conv(256, 14, 256, 3, same), 4, [2.1901, 2.9181, 2.8561], 4],
    ['512 to 512 at 7×7', conv(512, 7, 512, 3, same), 1, [1.6994, 2.9886, 1.6626], 4],
    ['512 to 512 at 7×7', conv(512, 7, 512, 3, same), 4, [1.6994, null, null], 2],
    ['32 to 64, 5×5, at 28×28', conv(32, 28, 64, 5, { padTop: 2 }), 4, [2.3599, 4.7619], 4],
  ])('%s', (_, problem, threads, rates, unit) => {
    const decision = decide(MNN_2_8_1, problem, { threads })
    const winograd = decision.candidates.filter(({ algorithm }) => algorithm === 'winograd')
    expect(winograd.map(({ cost }) => cost && Number(cost.value.toFixed(4)))).toEqual(rates)
    expect(decision.unit).toBe(unit)
  })
})

describe('worked decisions of the pack-free path (AVX-512)', () => {
  const same = { padTop: 1 }
  it.each<[string, ConvProblem, number, string, string, number | null]>([
    ['64 to 64 at 56×56', conv(64, 56, 64, 3, same), 1, '3.36765e+8', '1.10285e+8', 6],
    ['64 to 64 at 56×56', conv(64, 56, 64, 3, same), 4, '8.79990e+7', '2.45367e+7', 6],
    ['3 to 64 at 224×224', conv(3, 224, 64, 3, same), 1, '6.97109e+8', '8.74898e+8', null],
    ['3 to 64 at 224×224', conv(3, 224, 64, 3, same), 4, '1.74777e+8', '2.15442e+8', null],
    ['512 to 512 at 7×7', conv(512, 7, 512, 3, same), 1, '3.15735e+8', '7.86432e+7', 2],
    ['512 to 512 at 7×7', conv(512, 7, 512, 3, same), 4, '1.29407e+8', '1.96608e+7', 2],
    ['256 to 256 at 14×14', conv(256, 14, 256, 3, same), 1, '3.29532e+8', '7.70703e+7', 2],
  ])('%s', (_, problem, threads, tiled, winograd, unit) => {
    const decision = decide(MNN_2_8_1, problem, { isa: 'avx512', threads })
    const costs = (algorithm: string) =>
      decision.candidates
        .filter((candidate) => candidate.algorithm === algorithm)
        .flatMap(({ cost }) => cost?.value ?? [])
    expect(Math.min(...costs('tiled')).toExponential(5)).toBe(tiled)
    expect(Math.min(...costs('winograd')).toExponential(5)).toBe(winograd)
    expect(decision.unit).toBe(unit)
  })
})

describe('a decision’s trace', () => {
  const layer = conv(512, 7, 512, 3, { padTop: 1 })

  it('lists candidates in the engine’s order with what each would hold', () => {
    const { candidates } = decide(MNN_2_8_1, layer, { threads: 4 })
    expect(candidates.map(({ algorithm, unit }) => `${algorithm} ${unit ?? ''}`.trim())).toEqual([
      'strassen-1x1',
      'winograd 2',
      'winograd 4',
      'winograd 6',
      'tiled',
    ])
    expect(candidates[0]).toMatchObject({ packedWeightBytes: null, workspaceBytes: null, cost: null })
    expect(candidates[2]?.packedWeightBytes).toBe(4 * (36 * 512 * 512 + 512))
    expect(english(candidates[2]?.reason ?? spoken(''))).toBe(
      'Unit 4 is above the bound 3, the root of 49 output positions shared by 4 threads.',
    )
  })

  it('says that low memory disables Winograd in 1.0.1, and that 2.8.1 does not look', () => {
    const old = decide(MNN_1_0_1, layer, { settings: { memory: 'low' } })
    expect(english(old.reason)).toBe('Memory_Low disables Winograd in this release, so the layer stays tiled.')
    expect(old.dependsOn).toContain('memory')
    const later = decide(MNN_2_8_1, layer, { settings: { memory: 'low' } })
    expect(english(later.reason)).toContain('never look at the memory mode')
    expect(later.dependsOn).not.toContain('memory')
  })

  it('depends on what changes the choice, and on nothing else', () => {
    expect(decide(MNN_2_8_1, layer, { threads: 4 }).dependsOn).toEqual(['threads', 'outputSize', 'kernel'])
    expect(decide(MNN_2_8_1, layer, { threads: 1 }).dependsOn).toEqual(['threads', 'isa', 'outputSize', 'kernel'])
    expect(decide(MNN_1_0_1, conv(8, 14, 8, 1), { settings: { memory: 'low' } }).dependsOn).toEqual(['kernel'])
    const depthwise = conv(8, 14, 8, 5, { padTop: 2, group: 8, depthwise: true })
    expect(decide(MNN_1_0_1, depthwise).dependsOn).toEqual(['kernel'])
  })

  it('names workspace sections that add up', () => {
    for (const engine of [MNN_1_0_1, MNN_2_8_1]) {
      for (const problem of [layer, conv(64, 56, 256, 1), conv(64, 14, 64, 3, { padTop: 1, group: 4 })]) {
        const { workspace, workspaceBytes } = decide(engine, problem, { threads: 2 })
        expect(workspace.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(workspaceBytes)
      }
    }
  })

  it('wraps every candidate of a group', () => {
    const grouped = conv(64, 14, 128, 3, { padTop: 1, group: 4 })
    const decision = decide(MNN_2_8_1, grouped)
    const each = decide(MNN_2_8_1, { ...grouped, inChannels: 16, outChannels: 32, group: 1 })
    expect(decision.algorithm).toBe('grouped')
    expect(decision.inner).toEqual({ algorithm: each.algorithm, unit: each.unit, groups: 4 })
    expect(decision.packedWeightBytes).toBe(4 * (each.packedWeightBytes ?? 0))
    expect(decision.candidates.filter(({ verdict }) => verdict === 'chosen').length).toBe(1)
  })
})

describe('half precision and 32-bit processors', () => {
  const layer = conv(64, 56, 64, 3, { padTop: 1 })
  const half = { isa: 'arm64-fp16', settings: { precision: 'low' } } as const

  it('is taken under precision low only', () => {
    const normal = decide(MNN_2_8_1, layer, { isa: 'arm64-fp16', settings: { precision: 'normal' } })
    expect(normal.packedWeightBytes).toBe(decide(MNN_2_8_1, layer, { isa: 'arm64' }).packedWeightBytes)
    expect(decide(MNN_2_8_1, layer, { isa: 'arm64', settings: { precision: 'low' } }).packedWeightBytes).toBe(
      normal.packedWeightBytes,
    )
    expect(decide(MNN_3_6_1, layer, half).dependsOn).toContain('precision')
    expect(decide(MNN_2_8_1, layer, half).dependsOn).toContain('precision')
    expect(decide(MNN_1_2_7, layer, half).dependsOn).not.toContain('precision')
  })

  it('halves what Winograd holds; releases from 1.2.8 on have no tiles of edge 8 in it', () => {
    const earlier = decide(MNN_1_2_7, layer, half)
    expect(earlier.unit).toBe(6)
    expect(earlier.packedWeightBytes).toBe(2 * (64 * 64 * 64 + 64))
    // Three buffers, one thread, blocks of 8 channels, 12 rows.
    expect(earlier.workspaceBytes).toBe(2 * (12 * 16 * 8 * 64 + 8 * 12 * 8 * 8 + (1 + 8 * 12) * 8 * 64))
    for (const engine of [MNN_2_8_1, MNN_3_6_1]) {
      const later = decide(engine, layer, half)
      expect(later.unit).toBe(4)
      expect(later.packedWeightBytes).toBe(2 * (36 * 64 * 64 + 64))
    }
    const seven = decide(MNN_3_6_1, conv(32, 28, 32, 7, { padTop: 3 }), half)
    expect(seven.algorithm).toBe('tiled')
  })

  it('the im2col index holds addresses of 4 bytes on ARM32', () => {
    const strided = conv(16, 28, 16, 3, { padTop: 1, strideHeight: 2 })
    const index = (entry: number) => entry * 9 * (Math.ceil(12 / 14) + 1)
    const tiles = 4 * 16 * 9 * 12
    expect(decide(MNN_2_8_1, strided, { isa: 'arm64' }).workspaceBytes).toBe(tiles + index(24))
    expect(decide(MNN_2_8_1, strided, { isa: 'arm32' }).workspaceBytes).toBe(tiles + index(20))
  })
})

describe('the Winograd memory level of 3.6.1', () => {
  it('names itself where it decides', () => {
    const layer = conv(64, 56, 64, 3, { padTop: 1 })
    const small = decide(MNN_3_6_1, layer, { settings: { winogradLevel: 1 } })
    expect(small.unit).toBe(2)
    expect(small.dependsOn).toContain('winogradLevel')
    const reasons = small.candidates.map(({ reason }) => english(reason))
    expect(reasons).toContain('Unit 4 is above the bound 2, set by Winograd memory level 1.')
    const none = decide(MNN_3_6_1, layer, { settings: { winogradLevel: 0 } })
    expect(english(none.reason)).toBe('Winograd memory level 0 excludes Winograd, so the layer is tiled.')
  })
})
