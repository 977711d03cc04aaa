// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration, InstructionSet, SettingValues } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ModelSketch } from '../mnn/model-sketch'

interface Deconvolution {
  readonly channels: readonly [number, number]
  readonly kernel: number
  readonly pad: number
  readonly group?: number
  readonly bias?: boolean
}

/** The plan of one transposed convolution with stride 2 over an image of 4 × 4, on one thread. */
function planned(
  version: string,
  { channels: [inChannels, outChannels], kernel, pad, group = 1, bias = true }: Deconvolution,
  settings: SettingValues = {},
  isa: InstructionSet = 'avx2',
): Plan {
  const sketch = new ModelSketch('onnx')
  const edge = 6 + kernel - 2 * pad
  const operation = {
    kind: 'ConvTranspose',
    kernel: [kernel, kernel],
    strides: [2, 2],
    dilations: [1, 1],
    pads: [pad, pad, pad, pad],
    outputPadding: [0, 0],
    group,
    activation: 'none',
  } as const
  const input = sketch.input([1, inChannels, 4, 4])
  const weight = sketch.constant([inChannels, outChannels / group, kernel, kernel])
  const inputs = bias ? [input, weight, sketch.constant([outChannels])] : [input, weight]
  const output = sketch.node(operation, inputs, [1, outChannels, edge, edge])
  const configuration: Configuration = { profile: `ncnn-${version}`, settings, threads: 1, isa }
  const shaped = sketch.shaped([output])
  const result = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

/** Worked out by hand. */
describe('transposed convolutions of ncnn', () => {
  const CUT: Deconvolution = { channels: [16, 8], kernel: 4, pad: 1 }
  const WHOLE: Deconvolution = { channels: [16, 8], kernel: 2, pad: 0 }
  const sizes = (...given: Parameters<typeof planned>) => {
    const [row] = planned(...given).decisions
    return [row?.algorithm, row?.packedWeightBytes, row?.workspaceBytes]
  }

  it('are one product with all kernel taps, in the workspace where a border is cut', () => {
    // 16 × 8 × 4 × 4 weights and 8 biases; 10 × 10 × 8 uncut, 16 positions × 128 taps, 16 × 16 of the input as tiles.
    expect(sizes('20260526', CUT)).toEqual(['col2im', 4 * (2048 + 8), 4 * (800 + 2048 + 256)])
    const parts = planned('20260526', CUT).decisions[0]?.workspace.map(({ name, bytes }) => [name.id, bytes])
    expect(parts).toEqual([
      ['part.uncutOutput', 3200],
      ['part.tapProducts', 8192],
      ['part.rightTiles', 1024],
    ])
  })

  it('hold the taps among blobs where nothing is cut', () => {
    expect(sizes('20260526', WHOLE)).toEqual(['col2im', 4 * (512 + 8), 4 * 256])
    // Blobs: the input in packs, the output of 8 × 8 × 8, 16 × 32 taps; the result’s own copy comes when all of them are pooled.
    const { totals } = planned('20260526', WHOLE)
    expect([totals.activations, totals.workspace]).toEqual([4 * (256 + 512 + 512 + 512), 4 * 256])
  })

  it('took the product’s tiles from where its result lies, in 20230223', () => {
    const [first, then] = ['20230223', '20230517'].map((version) => planned(version, WHOLE).totals)
    expect([first?.workspace, then?.workspace]).toEqual([0, 4 * 256])
    expect((first?.activations ?? 0) - (then?.activations ?? 0)).toBe(4 * 256)
  })

  it('are computed directly without sgemm, on odd channels in blocks since 20260526', () => {
    const odd: Deconvolution = { channels: [9, 3], kernel: 2, pad: 0, bias: false }
    // Nothing is packed: 9 × 3 × 4. In blocks of 8 × 2 of 4 taps: two of inputs (8, 1) and two of outputs (2, 1).
    expect(sizes('20250916', odd, { sgemm: false })).toEqual(['direct', 4 * 9 * 3 * 4, 0])
    expect(sizes('20260526', odd, { sgemm: false })).toEqual(['direct', 4 * (2 * 8 * 4) * 2 * 2, 0])
  })

  it('have no product before 20230223, and original weights on unpacked channels before 20220701', () => {
    expect(sizes('20221128', CUT)).toEqual(['direct', 4 * (2048 + 8), 4 * 800])
    expect(sizes('20210720', CUT)).toEqual(['direct', 4 * (2048 + 8), 4 * 800])
    expect(planned('20210720', CUT).decisions[0]?.candidates).toHaveLength(1)
  })

  it('halve weights, taps and tiles in half precision, with biases beside', () => {
    const half = sizes('20260526', CUT, {}, 'arm64-fp16')
    expect(half).toEqual(['col2im', 2 * 2048 + (4 + 2) * 8, 2 * (800 + 2048 + 256)])
    expect(sizes('20260526', CUT, { fp16Arithmetic: false }, 'arm64-fp16')).toEqual([
      'direct',
      2 * 2048 + (4 + 2) * 8,
      2 * 800,
    ])
  })

  it('of one kernel for each channel pack as depthwise ones do', () => {
    const depthwise: Deconvolution = { channels: [8, 8], kernel: 4, pad: 1, group: 8 }
    expect(sizes('20260526', depthwise)).toEqual(['depthwise', 4 * (16 * 8 + 8), 4 * 800])
  })

  it('with several channels in a group are a layer of their own for each', () => {
    const [row] = planned('20260526', { ...CUT, group: 2 }).decisions
    expect([row?.algorithm, row?.reason.id]).toEqual(['grouped', 'ncnn.groups'])
  })
})
