// SPDX-License-Identifier: Apache-2.0

import { describe, expect, it } from 'vitest'
import { layerSettings, type MnnEngine } from '#core/planning/engines/mnn/engine'
import { DeferredPool } from '#core/planning/engines/mnn/pools/deferred-pool'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { measure } from '#core/planning/engines/mnn/rules/executor'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { WeightCoding } from '#core/planning/layers/weight-coding'

const MNN_2_8_1 = engineOf({ version: '2.8.1', lowMemory: false })
const MNN_2_8_1_LOW_MEMORY = engineOf({ version: '2.8.1', lowMemory: true })
const MNN_3_6_1 = engineOf({ version: '3.6.1', lowMemory: false })
const MNN_3_6_1_LOW_MEMORY = engineOf({ version: '3.6.1', lowMemory: true })

const INT8: WeightCoding = { bits: 8, linear: true, blocks: 1 }
const INT4: WeightCoding = { bits: 4, linear: true, blocks: 1 }
const POINTWISE: ConvProblem = problem(20, 30, 1)
const SQUARE: ConvProblem = problem(5, 6, 3)

function problem(inChannels: number, outChannels: number, kernel: number): ConvProblem {
  const pad = (kernel - 1) / 2
  return {
    batch: 1,
    inChannels,
    inHeight: 7,
    inWidth: 7,
    outChannels,
    outHeight: 7,
    outWidth: 7,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: pad,
    padLeft: pad,
    padBottom: pad,
    padRight: pad,
    group: 1,
    depthwise: false,
  }
}

function decided(engine: MnnEngine, p: ConvProblem, coding: WeightCoding, memory: 'low' | 'normal' = 'low') {
  const configuration = { profile: 'any', settings: { memory }, threads: 2, isa: 'avx2' } as const
  const layer = { problem: p, constantWeight: true, biasElements: p.outChannels, coding }
  const { chosen } = engine.select(layer, layerSettings(engine, configuration))
  const { packedWeightBytes, creationPeakBytes, workspaceBytes } = measure(chosen, new DeferredPool(1))
  return {
    name: chosen.className,
    kept: chosen.keepsIntegers === true,
    packedWeightBytes,
    creationPeakBytes,
    workspaceBytes,
  }
}

// AVX2: packs of 8 channels, matrix kernel of 24 rows and 4 channels. Worked out by hand.
describe('low-memory builds keep weights that are stored as integers', () => {
  it('2.8.1, 1×1: hybrid, scales of input per thread', () => {
    // Bias 32 · 4; weights 32 · 24; scales and offsets 2 · 32 · 4. (2 + 2) · 4 + 4 · 2 bytes and 20 of input.
    expect(decided(MNN_2_8_1_LOW_MEMORY, POINTWISE, INT8)).toEqual({
      name: 'ConvolutionHybrid',
      kept: true,
      packedWeightBytes: 128 + 768 + 256,
      creationPeakBytes: 128 + 768 + 256,
      workspaceBytes: 24 + 20,
    })
  })

  it('2.8.1: 16 values or fewer take half, beside the 8-bit copy while it is made', () => {
    expect(decided(MNN_2_8_1_LOW_MEMORY, POINTWISE, { ...INT4, linear: false })).toMatchObject({
      packedWeightBytes: 128 + 384 + 256,
      creationPeakBytes: 128 + 768 + 256 + 384,
    })
  })

  it('2.8.1, other kernels: tiled', () => {
    // Bias 8 · 4; weights 8 · 45; tables 2 · 8 · 4. Workspace as of float weights: 2 · 45 · 24 · 4, index 2 · 9 · 5 · 24.
    expect(decided(MNN_2_8_1_LOW_MEMORY, SQUARE, INT8)).toMatchObject({
      name: 'DenseConvolutionTiledExecutor',
      kept: true,
      packedWeightBytes: 32 + 360 + 64,
      workspaceBytes: 8640 + 2160,
    })
  })

  it('3.6.1: one block of weights and tables, whatever the kernel', () => {
    // Bias 8 · 4; sums 8 · 4; 8 channels · 2 · 9 depth units · 4 bytes (2 of 4-bit weights) and 2 · 8 · 4.
    expect(decided(MNN_3_6_1_LOW_MEMORY, SQUARE, INT8)).toMatchObject({
      name: 'DenseConvInt8TiledExecutor',
      packedWeightBytes: 32 + 32 + 576 + 64,
      // 13 tiles of 4 rows: index 2 · 9 · 2 · 24, sums 2 · 4 · 4, tiles 2 · 288 · 4, accumulators 2 · 4 · 8 · 4,
      // scales 2 · 4 · 4, quantised 2 · 288, extremes and zero points 2 · 4 · 4 each.
      workspaceBytes: 864 + 32 + 2304 + 256 + 32 + 576 + 32 + 32,
    })
    expect(decided(MNN_3_6_1_LOW_MEMORY, SQUARE, INT4).packedWeightBytes).toBe(32 + 32 + 288 + 64)
    expect(decided(MNN_3_6_1_LOW_MEMORY, SQUARE, { ...INT4, linear: false }).packedWeightBytes).toBe(704)
  })

  it('3.6.1: blocks of input channels have tables of their own', () => {
    // 1×1, 20 channels in 5 blocks of 4: 5 · 32 · 1 · 4 and 5 · 2 · 32 · 4; bias and sums 32 · 4 each.
    expect(decided(MNN_3_6_1_LOW_MEMORY, POINTWISE, { ...INT8, blocks: 5 }).packedWeightBytes).toBe(640 + 1280 + 256)
  })

  it.each([
    ['2.8.1 low-memory build, memory normal', MNN_2_8_1_LOW_MEMORY, 'normal'],
    ['3.6.1 low-memory build, memory normal', MNN_3_6_1_LOW_MEMORY, 'normal'],
    ['2.8.1', MNN_2_8_1, 'low'],
    ['3.6.1', MNN_3_6_1, 'low'],
  ] as const)('%s expands them', (_name, engine, memory) => {
    expect(decided(engine, POINTWISE, INT8, memory)).toMatchObject({
      kept: false,
      packedWeightBytes: 128 + 32 * 20 * 4,
    })
  })

  it.each([
    ['depthwise', { ...problem(16, 16, 3), group: 16, depthwise: true }],
    ['grouped', { ...problem(16, 16, 3), group: 2 }],
  ])('%s layers are expanded', (_name, p) => {
    for (const engine of [MNN_2_8_1_LOW_MEMORY, MNN_3_6_1_LOW_MEMORY]) {
      expect(decided(engine, p, INT8).kept).toBe(false)
    }
  })
})
