// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration, InstructionSet, SettingValues } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { iresnet100 } from '../mnn/iresnet100'
import { ModelSketch } from '../mnn/model-sketch'

const MIB = 2 ** 20

function planned(
  shaped: ShapedModel,
  version: string,
  settings: SettingValues = {},
  isa: InstructionSet = 'avx2',
): Plan {
  const configuration: Configuration = { profile: `ncnn-${version}`, settings, threads: 4, isa }
  const result = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

describe('the founding model in ncnn', () => {
  const shaped = iresnet100('onnx')
  const weights = (version: string, settings: SettingValues = {}) =>
    Math.round(planned(shaped, version, settings).totals.packedWeights / MIB)

  it('keeps what was told of its releases, in MiB', () => {
    expect(weights('20210720')).toBe(1539)
    expect(weights('20210720', { winograd: false })).toBe(1539)
    expect([weights('20220701'), weights('20220701', { winograd: false })]).toEqual([762, 200])
    expect(weights('20260526', { winograd: false })).toBe(200)
  })

  it('folds what pnnx folds, and says that it is an estimate', () => {
    const plan = planned(shaped, '20260526')
    expect(plan.fusions).toHaveLength(103)
    expect(plan.notes.map(({ id }) => id)).toContain('note.pnnx')
  })
})

describe('a plan of ncnn', () => {
  it('worked out by hand: bf16 halves GEMM weights, and Winograd’s stay float32', () => {
    const sketch = new ModelSketch('onnx')
    const input = sketch.input([1, 64, 14, 14])
    const wide = sketch.conv(input, { outChannels: 64, kernel: 3, pad: 1 })
    const shaped = sketch.shaped([sketch.conv(wide, { outChannels: 64, kernel: 1 })])
    const [winograd, gemm] = planned(shaped, '20260526', { bf16Storage: true }, 'avx512').decisions
    // F(4,3): 36 positions of 64 × 64; the bias is 64 floats.
    expect(winograd?.packedWeightBytes).toBe(4 * (36 * 64 * 64 + 64))
    expect(gemm?.packedWeightBytes).toBe(2 * 64 * 64 + 4 * 64)
  })

  it('worked out by hand: SSE2 of 20220729 packs 16 → 24 channels for F(6,3) by fours', () => {
    const sketch = new ModelSketch('onnx')
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 16, 12, 12]), { outChannels: 24, kernel: 3, pad: 1 })])
    const [decision] = planned(shaped, '20220729', {}, 'sse').decisions
    expect([decision?.algorithm, decision?.unit]).toEqual(['winograd', 6])
    expect(decision?.packedWeightBytes).toBe(4 * (64 * 16 * 24 + 24))
  })

  it('worked out by hand: 20220216 keeps two Winograd tiles and the original weights; the padded image’s sides say which runs', () => {
    const sketch = new ModelSketch('onnx')
    const small = sketch.conv(sketch.input([1, 16, 8, 8]), { outChannels: 16, kernel: 3, pad: 1 })
    const shaped = sketch.shaped([
      small,
      sketch.conv(sketch.input([1, 16, 11, 8]), { outChannels: 16, kernel: 3, pad: 1 }),
    ])
    const decisions = planned(shaped, '20220216', { winograd: false }).decisions
    expect(decisions.map(({ unit }) => unit)).toEqual([4, 6])
    const held = 4 * ((9 + 64 + 36) * 16 * 16 + 16)
    expect(decisions.map(({ packedWeightBytes }) => packedWeightBytes)).toEqual([held, held])
    const [byFours] = planned(shaped, '20220216', { winograd: false }, 'sse').decisions
    expect([byFours?.algorithm, byFours?.packedWeightBytes]).toEqual(['im2col', 4 * (2 * 9 * 16 * 16 + 16)])
  })

  it('worked out by hand: unpacked 3×3 layers of 20220216 have GEMM weights although sgemm is off', () => {
    const sketch = new ModelSketch('onnx')
    const input = sketch.input([1, 3, 9, 9])
    const shaped = sketch.shaped([
      sketch.conv(input, { outChannels: 5, kernel: 3 }),
      sketch.conv(input, { outChannels: 5, kernel: 5 }),
    ])
    const decisions = planned(shaped, '20220216', { sgemm: false }).decisions
    expect(decisions.map(({ algorithm }) => algorithm)).toEqual(['im2col', 'direct'])
  })

  const square = (channels: number, side: number, kernel = 3) => {
    const sketch = new ModelSketch('onnx')
    const input = sketch.input([1, channels, side, side])
    return sketch.shaped([sketch.conv(input, { outChannels: channels, kernel, pad: 1 })])
  }

  it('worked out by hand: ARM64 keeps two Winograd tiles and the original weights up to 20220420', () => {
    const packed = (version: string, settings: SettingValues = {}, isa: InstructionSet = 'arm64') =>
      planned(square(16, 12), version, settings, isa).decisions[0]?.packedWeightBytes
    const bias = 4 * 16
    expect(packed('20211208', { winograd: false })).toBe(4 * (9 + 64 + 36) * 16 * 16 + bias)
    expect(packed('20220420')).toBe(4 * (9 + 64 + 36) * 16 * 16 + bias)
    expect(packed('20220701')).toBe(4 * 64 * 16 * 16 + bias)
    // Winograd's weights and the biases' copy are of half precision, the original ones of float32.
    expect(packed('20211208', {}, 'arm64-fp16')).toBe((4 * 9 + 2 * (64 + 36)) * 16 * 16 + bias + 2 * 16)
    expect(packed('20220420', {}, 'arm64-fp16')).toBe((4 * 9 + 2 * (64 + 36 + 9)) * 16 * 16 + bias + 2 * 16)
    expect(packed('20220701', {}, 'arm64-fp16')).toBe(2 * 64 * 16 * 16 + bias + 2 * 16)
    // bfloat16 leaves Winograd's weights in float32.
    expect(packed('20220701', { bf16Storage: true })).toBe(4 * 64 * 16 * 16 + bias)
    expect(packed('20240410', { bf16Storage: true })).toBe(4 * 64 * 16 * 16 + bias)
  })

  it('worked out by hand: ARM64 keeps unpacked original weights beside Winograd’s since 20221128', () => {
    const packed = (version: string) => planned(square(17, 9), version, {}, 'arm64').decisions[0]?.packedWeightBytes
    const winograd = 4 * (64 * 8 * 17 * 3 + 17)
    expect([packed('20220729'), packed('20221128')]).toEqual([winograd, winograd + 4 * 9 * 17 * 17])
  })

  it('worked out by hand: a bfloat16 depthwise layer keeps 16 bits on ARM64, and 32 on x86', () => {
    const sketch = new ModelSketch('onnx')
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 8, 9, 9]), { outChannels: 8, kernel: 3, group: 8 })])
    const packed = (isa: InstructionSet) =>
      planned(shaped, '20260526', { bf16Storage: true }, isa).decisions[0]?.packedWeightBytes
    expect([packed('arm64'), packed('avx2')]).toEqual([2 * 9 * 8 + 4 * 8, 4 * 9 * 8 + 4 * 8])
  })

  it('warns of groups whose 16-bit weights are read as 32 bits', () => {
    const sketch = new ModelSketch('onnx')
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 8, 9, 9]), { outChannels: 8, kernel: 3, group: 2 })])
    const notes = (isa: InstructionSet) =>
      planned(shaped, '20260526', { bf16Storage: true }, isa).notes.map(({ id }) => id)
    expect(notes('avx2')).toContain('note.ncnnMisread')
    expect(notes('arm64')).not.toContain('note.ncnnMisread')
  })

  it('copies results out of the pools since 20211122', () => {
    const sketch = new ModelSketch('onnx')
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 3, 8, 8]), { outChannels: 3, kernel: 1 })])
    const atRun = (version: string) => {
      const { running, loaded } = planned(shaped, version).lifecycle ?? { running: null, loaded: null }
      return (running ?? 0) - (loaded ?? 0)
    }
    expect(atRun('20211122') - atRun('20210720')).toBe(4 * 3 * 8 * 8)
  })

  it('tells a layer that would crash the engine', () => {
    const sketch = new ModelSketch('onnx')
    const input = sketch.input([1, 3, 6, 6])
    const output = sketch.node(
      {
        kind: 'Conv',
        kernel: [3, 3],
        strides: [1, 1],
        dilations: [3, 3],
        pads: [1, 1, 1, 1],
        group: 1,
        activation: 'none',
        depthwise: false,
      },
      [input, sketch.constant([79, 3, 3, 3]), sketch.constant([79])],
      [1, 79, 2, 2],
    )
    const shaped = sketch.shaped([output])
    const ids = (settings: SettingValues) => planned(shaped, '20260526', settings).notes.map(({ id }) => id)
    expect(ids({ packing: false })).toContain('note.ncnnCrash')
    expect(ids({})).not.toContain('note.ncnnCrash')
  })

  it('worked out by hand: what is held from load to a second run, of one pointwise layer', () => {
    const sketch = new ModelSketch('onnx')
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 16, 8, 8]), { outChannels: 16, kernel: 1 })])
    const { lifecycle, totalBytes } = planned(shaped, '20260526')
    // Original weights and packed ones are there together; then the blobs, of 16 × 8 × 8 each: the input in packs, the
    // result and its copy; the input as tiles of 12 positions, 72 in all, is workspace. Both pools keep theirs.
    const [weights, bias, blob, tiles] = [4 * 16 * 16, 4 * 16, 4 * 16 * 64, 4 * 16 * 72]
    const loaded = weights + bias
    expect(lifecycle).toEqual({
      loading: loaded + weights,
      loaded,
      running: totalBytes,
      afterRun: loaded + 2 * blob + tiles,
      runningAgain: totalBytes,
      afterSecondRun: loaded + 2 * blob + tiles,
    })
    expect(totalBytes).toBe(loaded + 3 * blob + tiles)
  })

  it('worked out by hand: a product of rows with a constant matrix is an InnerProduct layer, too', () => {
    const sketch = new ModelSketch('onnx')
    const product = { kind: 'MatMul', activation: 'none', transposeA: false, transposeB: false } as const
    const output = sketch.node(product, [sketch.input([1, 6, 32]), sketch.constant([32, 16])], [1, 6, 16])
    const [row] = planned(sketch.shaped([output]), '20260526', { fp16Storage: false }).decisions
    expect([row?.executor, row?.packedWeightBytes, row?.macs]).toEqual(['InnerProduct', 4 * 32 * 16, 6 * 32 * 16])
  })

  it('refuses a setting that the release does not have, by name', () => {
    const sketch = new ModelSketch('onnx')
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 8, 6, 6]), { outChannels: 8, kernel: 3 })])
    expect(() => planned(shaped, '20210720', { winograd63: false })).toThrow(
      'ncnn 20210720 has no Winograd tile F(6,3).',
    )
  })
})

it('takes a release whose convolutions are those of a measured one for measured', () => {
  const shaped = iresnet100('onnx')
  const isToldOf = (version: string, isa?: InstructionSet) =>
    planned(shaped, version, {}, isa).notes.some(({ id }) => id === 'note.ncnnUnmeasured')
  expect(['20231027', '20240410', '20220701'].map((version) => isToldOf(version))).toEqual([false, false, false])
  expect([isToldOf('20240820', 'avx512'), isToldOf('20240820', 'sse')]).toEqual([false, true])
})
