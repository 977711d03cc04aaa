// SPDX-License-Identifier: Apache-2.0

import { describe, expect, it } from 'vitest'
import { layerSettings } from '#core/planning/engines/mnn/engine'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { measure } from '#core/planning/engines/mnn/rules/executor'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { problemOf } from '../../../../golden/convolutions'

const MNN_1_0_1 = engineOf({ version: '1.0.1', lowMemory: false })
const MNN_2_8_1 = engineOf({ version: '2.8.1', lowMemory: false })
const MNN_3_6_1 = engineOf({ version: '3.6.1', lowMemory: false })

// MediaPipe's hand landmarks (full), converted by 2.8.1: 192 → 1152 channels of 7×7, 1×1.
const problem: ConvProblem = problemOf([1, 192, 7, 7, 1152, 1, 1, 1, 1, 1, 1, 0, 0, 1])
const layer = { problem, constantWeight: true, biasElements: 1152, storedWeights: 78_720 }
const settings = (engine: typeof MNN_2_8_1, isa: 'sse' | 'avx2' | 'avx512', threads: number) =>
  layerSettings(engine, { profile: 'mnn-2.8.1', isa, threads, settings: { memory: 'low' } })

describe('weights of which the file stores only those that are not zero', () => {
  it.each([
    ['2.8.1', MNN_2_8_1],
    ['3.6.1', MNN_3_6_1],
  ] as const)(
    '%s multiplies with those only, whatever the memory mode: bytes as its allocators had them',
    (_, engine) => {
      const { chosen, options } = engine.select(layer, settings(engine, 'avx512', 4))
      expect(chosen.className).toBe('SparseConvolutionTiledExecutor')
      const size = measure(chosen, engine.pool.create(null, null))
      expect(size.packedWeightBytes).toBe(4608 + 314_884 + 4608 + 314_884)
      expect(size.workspaceBytes).toBe(147_456 + 768)
      expect(options.filter((option) => option.chosen)).toHaveLength(1)
      expect(options).toHaveLength(2)
    },
  )

  it('are expanded without AVX2, by 1.0.1, and where the layer has groups or is depthwise', () => {
    expect(MNN_2_8_1.select(layer, settings(MNN_2_8_1, 'sse', 1)).chosen.className).toBe('Convolution1x1Strassen')
    expect(MNN_1_0_1.select(layer, settings(MNN_1_0_1, 'avx2', 1)).chosen.algorithm).toBe('strassen-1x1')
    const grouped = { ...layer, problem: { ...problem, group: 2 } }
    expect(MNN_2_8_1.select(grouped, settings(MNN_2_8_1, 'avx2', 1)).chosen.algorithm).toBe('grouped')
  })
})
