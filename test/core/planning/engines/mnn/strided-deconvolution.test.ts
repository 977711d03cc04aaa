// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { InstructionSet } from '#contract/configuration'
import { isLowerBound } from '#contract/plan'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import { layerSettings } from '#core/planning/engines/mnn/engine'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import type { Deconvolution } from '#core/planning/engines/mnn/rules/deconvolutions'
import { measure } from '#core/planning/engines/mnn/rules/executor'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ModelSketch } from './model-sketch'

type Shape = readonly [inChannels: number, outChannels: number, kernel: number, stride: number, size: number]

function problem([inChannels, outChannels, kernel, stride, size]: Shape, rest: Partial<Deconvolution> = {}) {
  const { kernelHeight = kernel, kernelWidth = kernel } = rest
  return {
    ...{ batch: 1, inChannels, inHeight: size, inWidth: size, outChannels },
    ...{ outHeight: (size - 1) * stride + kernelHeight, outWidth: (size - 1) * stride + kernelWidth },
    ...{ kernelHeight, kernelWidth, strideHeight: stride, strideWidth: stride, dilationHeight: 1, dilationWidth: 1 },
    ...{ padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, group: 1, depthwise: false },
    ...rest,
  }
}

/** What a layer takes of each pool when it is alone, and what runs it. */
function alone(version: string, p: Deconvolution, threads = 1, isa: InstructionSet = 'avx2') {
  const engine = engineOf({ version, lowMemory: false })
  const settings = layerSettings(engine, { profile: `mnn-${version}`, settings: {}, threads, isa })
  const executor = engine.deconvolution(p, settings)
  const { packedWeightBytes, workspaceBytes } = measure(executor, engine.pool.create(null, null))
  return { runs: executor.className, packed: packedWeightBytes, workspace: workspaceBytes, executor }
}

describe('transposed convolutions of MNN with a stride', () => {
  it('1.0.1: each offset has transformed weights in fours, and tiles for every thread', () => {
    // Four parts of 2×2 taps, each transformed to 4×4 positions.
    const packed = 4 * 32 + 4 * (4 * 16 * 32 * 64)
    const tiles = 4 * 8 * (9 * 64 + 8 * 8 * 32 + 4 * 2 * 16 * 32 + 2 * 16 * 64)
    for (const threads of [1, 4]) {
      const found = alone('1.0.1', problem([64, 32, 4, 2, 128]), threads)
      expect(found).toMatchObject({ runs: 'DeconvolutionWithStride', packed, workspace: threads * tiles })
      expect(found.executor).toMatchObject({ algorithm: 'winograd', unit: 3 })
    }
  })

  it('parts whose taps are no square are multiplied as they are', () => {
    // 3×3 by 2: 2×2 taps (transformed to 4×4), 2×1, 1×2, and 1×1 (to 3×3); channels 12 and 20.
    const packed = 4 * 20 + 4 * (16 + 2 + 2 + 9) * 12 * 20
    const input = 9 * 12 + 2 * (9 + 16) * 12
    const output = 7 * 7 * 20 + (2 * 16 + 2 + 2 + 2 * 9) * 20
    expect(alone('1.0.1', problem([10, 17, 3, 2, 9]))).toMatchObject({ packed, workspace: 4 * 8 * (input + output) })
    const flat = problem([8, 8, 4, 2, 9], { kernelHeight: 2, outHeight: 18 })
    expect(alone('1.0.1', flat).executor.algorithm).toBe('col2im')
  })

  it('from 1.1.5 on they lie as the matrix kernel reads them', () => {
    // ARM64: blocks of 8 output channels, 12 tiles at a time. 8×8 by 2: four parts of 4×4 taps, transformed to 6×6.
    const packed = 4 * 20 + 4 * (4 * 36 * 24 * 10)
    const tiles = 4 * 12 * (9 * 12 + 12 * 12 * 20 + 12 + 4 * 2 * 36 * 20 + 2 * 36 * 12)
    for (const version of ['1.1.5', '2.8.1', '3.0.1']) {
      const found = alone(version, problem([10, 18, 8, 2, 40]), 2, 'arm64')
      expect(found, version).toMatchObject({ runs: 'DeconvolutionWithStride', packed, workspace: 2 * tiles })
    }
  })

  it.each<readonly [string, InstructionSet, Shape, boolean]>([
    ['1.0.1', 'avx2', [8, 8, 2, 2, 9], true],
    ['1.0.1', 'avx2', [8, 8, 3, 1, 9], false],
    ['1.1.5', 'avx2', [8, 8, 4, 2, 9], true],
    ['1.1.7', 'avx2', [8, 8, 4, 2, 9], false],
    ['1.1.7', 'avx2', [8, 8, 6, 2, 9], true],
    // Packs of eight from here on.
    ['1.2.0', 'avx2', [8, 8, 6, 2, 9], false],
    ['2.8.1', 'avx2', [8, 8, 8, 2, 9], false],
    ['2.8.1', 'sse', [8, 8, 8, 2, 9], true],
    ['2.8.1', 'sse', [8, 8, 5, 2, 9], false],
    ['2.8.1', 'arm64', [8, 8, 8, 2, 9], true],
    ['3.0.1', 'sse', [8, 8, 8, 2, 9], true],
    ['3.0.2', 'sse', [8, 8, 8, 2, 9], false],
  ])('%s, %s: %j runs by offsets: %s', (version, isa, shape, strided) => {
    const runs = strided ? 'DeconvolutionWithStride' : 'CPUDeconvolution'
    expect(alone(version, problem(shape), 1, isa).runs).toBe(runs)
  })

  it('dilated ones do not', () => {
    const dilated = problem([8, 8, 4, 2, 9], { dilationHeight: 2, dilationWidth: 2 })
    expect(alone('1.0.1', dilated).runs).toBe('CPUDeconvolution')
  })

  it('say how many convolutions they are, and count what those compute', () => {
    const { executor } = alone('1.0.1', problem([4, 8, 4, 2, 6]))
    expect(english(executor.reason?.() ?? { id: 'reason.noChoice' })).toContain('Each of the 4 offsets')
    // Four tiles: one transform of the input, four products of 16 positions, four transforms back.
    expect(executor.operations?.()).toBe(4 * (2 * 4 * 3 * 7 * 4 + 4 * (2 * 16 * 4 * 8 + 4 * 64 * 8)))
  })
})

describe('MNN 1.0.1, as its own executors measured', () => {
  // Its CPU backend, built from the tag for x86-64, created and sized each of these: bytes of both pools.
  it.each<readonly [Shape, Partial<Deconvolution>, threads: number, packed: number, workspace: number]>([
    [[64, 32, 4, 2, 128], {}, 4, 524_416, 1_122_304],
    [[10, 17, 3, 2, 9], {}, 1, 27_920, 88_576],
    [[16, 32, 3, 1, 14], {}, 4, 18_560, 306_688],
    [[16, 32, 3, 1, 14], { batch: 2 }, 1, 18_560, 258_560],
    [[64, 64, 3, 1, 32], {}, 2, 147_712, 2_442_752],
    [[24, 24, 2, 2, 80], {}, 3, 83_040, 311_040],
    [[8, 8, 4, 2, 9], { kernelHeight: 2 }, 2, 2_080, 33_280],
    [[8, 8, 4, 2, 9], { dilationHeight: 2, dilationWidth: 2 }, 1, 4_256, 50_944],
    [[256, 128, 3, 1, 14], { batch: 2 }, 2, 1_180_160, 1_285_632],
    [[30, 8, 9, 3, 20], {}, 2, 230_432, 466_432],
    [[30, 8, 9, 3, 20], { kernelHeight: 6, strideHeight: 2 }, 2, 153_632, 351_232],
    [[10, 10, 4, 2, 9], { group: 10, depthwise: true }, 1, 816, 0],
  ])('%j %j on %i threads', (shape, rest, threads, packed, workspace) => {
    expect(alone('1.0.1', problem(shape, rest), threads)).toMatchObject({ packed, workspace })
  })

  it.each<readonly [dims: readonly [number, number, number, number], threads: number, workspace: number]>([
    [[0, 64, 128, 96], 1, 121_600],
    [[0, 512, 512, 512], 4, 3_938_304],
    [[3, 50, 64, 50], 2, 89_008],
    [[0, 1, 100, 10], 1, 13_184],
    [[4, 256, 64, 256], 2, 829_440],
  ])('a product of [batch, rows, depth, columns] %j on %i threads', ([batch, rows, depth, columns], threads, bytes) => {
    const within = batch === 0 ? [] : [batch]
    const sketch = new ModelSketch('onnx')
    const operands = [sketch.input([...within, rows, depth]), sketch.input([...within, depth, columns])]
    const multiply = { kind: 'MatMul', transposeA: false, transposeB: false } as const
    const shaped = sketch.shaped([sketch.node(multiply, operands, [...within, rows, columns])])
    const configuration = { profile: 'mnn-1.0.1', settings: {}, threads, isa: 'avx2' } as const
    const plan = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
    if (!plan.ok) throw new Error(english(plan.problem.message))
    expect(plan.value.decisions[0]).toMatchObject({ kind: 'matmul', workspaceBytes: bytes })
  })
})

describe('MNN 2.8.1 on SSE, as its own executor measured', () => {
  // As above. It takes the matrix kernel of plain C++, whose blocks are wider than those of SSE.
  it.each<readonly [Shape, Partial<Deconvolution>, threads: number, packed: number, workspace: number]>([
    [[10, 18, 8, 2, 40], {}, 1, 115_280, 615_936],
    [[10, 18, 8, 2, 40], {}, 2, 115_280, 1_231_872],
    [[64, 32, 8, 2, 128], {}, 4, 1_179_776, 4_882_432],
    [[30, 8, 9, 3, 20], {}, 2, 216_032, 936_960],
    [[30, 8, 9, 3, 20], { kernelHeight: 6, strideHeight: 2 }, 2, 144_032, 706_560],
    [[8, 8, 8, 2, 9], { kernelHeight: 3, strideHeight: 1, batch: 2 }, 1, 6_176, 48_128],
  ])('%j %j on %i threads', (shape, rest, threads, packed, workspace) => {
    const found = alone('2.8.1', problem(shape, rest), threads, 'sse')
    expect(found).toMatchObject({ runs: 'DeconvolutionWithStride', packed, workspace })
  })
})

describe('other transposed convolutions of MNN 1.0.1', () => {
  it('hold the products of one image, and what the kernel for blocks of six needs', () => {
    const products = 4 * 288 * 14 * 14
    const leaf = 4 * (16 * 16 + 4 * 3 * 16 + 288 * 16)
    const packed = 4 * 32 + 4 * 288 * 16
    const shape: Shape = [16, 32, 3, 1, 14]
    expect(alone('1.0.1', problem(shape))).toMatchObject({ packed, workspace: products + leaf })
    expect(alone('1.0.1', problem(shape), 4).workspace).toBe(products + 4 * leaf)
    // Several images take turns, from a copy; from 1.2.2 on they are one product.
    expect(alone('1.0.1', problem(shape, { batch: 2 })).workspace).toBe(products + 4 * 16 * 14 * 14 + leaf)
    expect(alone('1.2.2', problem(shape, { batch: 2 })).workspace).toBeGreaterThanOrEqual(2 * products)
  })

  it('hold weights of depthwise ones in packs of four', () => {
    const depthwise = problem([10, 10, 4, 2, 9], { group: 10, depthwise: true })
    expect(alone('1.0.1', depthwise)).toMatchObject({
      ...{ runs: 'CPUDeconvolutionDepthwise', packed: 4 * 12 + 4 * 12 * 16, workspace: 0 },
    })
  })
})

/** Files of reports, beside the checkout. */
const CASES = resolve(import.meta.dirname, '../../../../../../shared/cases/mnn-3061-convtranspose')
const has = existsSync(CASES)

describe.runIf(has)(
  `the report of a transposed convolution${has ? '' : ' (skipped: ../shared/cases is missing)'}`,
  () => {
    it.each(['model', 'k3s1', 'k8s2', 'unet'])('%s has all figures under every release and processor', async (name) => {
      const opened = await openModel(resolve(CASES, `${name}.onnx`))
      if (!opened.ok) throw new Error(english(opened.problem.message))
      const shaped = inferShapes(opened.value.model, {})
      if (!shaped.ok) throw new Error(english(shaped.problem.message))
      for (const profile of ['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1']) {
        for (const isa of ['avx2', 'arm64'] as const) {
          const configuration = { profile, settings: {}, threads: 4, isa }
          const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes: 0, configuration, catalog: null })
          if (!plan.ok) throw new Error(english(plan.problem.message))
          expect(isLowerBound(plan.value)).toBe(false)
          const transposed = plan.value.decisions.filter(({ kind }) => kind === 'transposed-convolution')
          expect(transposed.length).toBe(name === 'unet' ? 2 : 1)
          for (const row of transposed) {
            expect(row.executor, `${profile} ${isa}`).toMatch(/Deconvolution/)
            expect(row.workspaceBytes).toBeGreaterThan(0)
            expect(row.workspace.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(row.workspaceBytes)
          }
        }
      }
    })
  },
)
