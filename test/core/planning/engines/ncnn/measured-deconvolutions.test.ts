// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { RELEASES } from '#core/planning/engines/ncnn/releases'
import { measure } from '#core/planning/engines/ncnn/rules/executor'
import { rulesOf } from '#core/planning/engines/ncnn/rules/rules'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { createPlan } from '#core/planning/plan'
import { ModelSketch } from '../mnn/model-sketch'

type Row = [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

/*
 * Measured on a build of ncnn 20260526 for AVX2 with 1 MiB of level-2 cache and two cores, by allocators that count the
 * bytes of Mats: one layer with a bias, created and run once. Input and output channels, kernel, stride, padding, width,
 * height, threads, sgemm, groups; then what creating it leaves and takes at most beside weights and bias as they were read,
 * and the peaks of workspace and blobs.
 */
const ROWS: Row[] = [
  [16, 8, 4, 2, 1, 4, 4, 1, 1, 1, 0, 16384, 12416, 2048],
  [16, 8, 2, 2, 0, 4, 4, 1, 1, 1, 0, 4096, 1024, 4096],
  [9, 3, 2, 2, 0, 5, 7, 1, 0, 1, 592, 1456, 0, 1680],
  [64, 32, 4, 2, 1, 20, 31, 2, 1, 1, 0, 262144, 1772544, 317440],
  [24, 12, 3, 1, 1, 17, 9, 1, 1, 1, 384, 21120, 91104, 7344],
  [320, 80, 4, 2, 1, 40, 30, 2, 1, 1, 20480, 3297280, 9721600, 1536000],
  [37, 19, 5, 3, 2, 13, 11, 2, 0, 1, 83296, 294432, 109136, 87248],
  [700, 48, 2, 2, 0, 9, 9, 1, 1, 1, 15360, 1090560, 306432, 124416],
  [8, 8, 4, 2, 1, 4, 4, 1, 1, 8, 0, 1024, 3200, 2048],
  [7, 7, 3, 2, 1, 9, 9, 1, 1, 7, 0, 256, 10192, 8176],
  [3, 5, 3, 2, 1, 33, 21, 1, 1, 1, 992, 2080, 204704, 53360],
]

it.each(ROWS)(
  'measured: %d to %d channels, kernel %d, stride %d, padding %d, %d × %d, threads %d, sgemm %d, groups %d',
  (ic, oc, kernel, stride, pad, width, height, threads, sgemm, group, stays, atMost, workspace, blobs) => {
    const engine = RELEASES.find(({ version }) => version === '20260526')
    if (engine === undefined) throw new Error('there is no such release')
    const out = (length: number) => (length - 1) * stride + kernel - 2 * pad
    const problem: ConvProblem = {
      ...{ batch: 1, inChannels: ic, inHeight: height, inWidth: width },
      ...{ outChannels: oc, outHeight: out(height), outWidth: out(width) },
      ...{ kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride, strideWidth: stride },
      ...{ dilationHeight: 1, dilationWidth: 1, padTop: pad, padLeft: pad, padBottom: pad, padRight: pad },
      ...{ group, depthwise: group > 1 },
    }
    const rules = rulesOf(engine)
    const settings = { l2Kib: 1024, cores: 2, sgemm: sgemm === 1 }
    const { chosen } = rules.select(
      { kind: 'transposed-convolution', problem, constantWeight: true, biasElements: oc },
      rules.settingsOf({ profile: 'ncnn-20260526', isa: 'avx2', threads, settings }),
    )
    const rounded = (bytes: number) => Math.ceil(bytes / 16) * 16
    const read = rounded(4 * (ic / group) * oc * kernel * kernel) + rounded(4 * oc)
    const size = measure(chosen)
    expect([size.packedWeightBytes - read, size.loadPeakBytes - read]).toEqual([stays, atMost])
    expect([size.workspaceBytes, size.blobBytes]).toEqual([workspace, blobs])
  },
)

it('measured: a second run takes nearly twice as much, as the uncut image is given the block of all taps', () => {
  // A net of one layer on the same build, one thread, loaded and run twice with the pools that it has by default.
  const sketch = new ModelSketch('onnx')
  const operation = {
    kind: 'ConvTranspose',
    kernel: [8, 8],
    strides: [2, 2],
    dilations: [1, 1],
    pads: [3, 3, 3, 3],
    outputPadding: [0, 0],
    group: 1,
    activation: 'none',
  } as const
  const inputs = [sketch.input([1, 64, 256, 256]), sketch.constant([64, 32, 8, 8])]
  const shaped = sketch.shaped([sketch.node(operation, inputs, [1, 32, 512, 512])])
  const configuration = { profile: 'ncnn-20260526', settings: { cores: 2 }, threads: 1, isa: 'avx2' } as const
  const plan = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  expect(plan.ok && plan.value.lifecycle).toEqual({
    loading: 1572864,
    loaded: 524288,
    running: 705958400,
    afterRun: 672403968,
    runningAgain: 1242829312,
    afterSecondRun: 1209274880,
  })
})

/*
 * Measured on a build of 20241226 for AVX-512 with 1 MiB of level-2 cache and four cores, as above: a transposed convolution
 * of several channels in each group. Channels, kernel, padding, width, height, threads, sgemm, packing, groups, light mode;
 * then bytes held, at most while loading, and the peaks of workspace and blobs.
 */
const GROUPED = [
  { sizes: [16, 4, 1, 9, 7, 1, 1, 1, 2, 1], held: 16448, loading: 32832, workspace: 81344, blobs: 36608 },
  { sizes: [24, 2, 0, 9, 7, 2, 1, 1, 2, 1], held: 8288, loading: 17504, workspace: 46432, blobs: 24192 },
  { sizes: [16, 3, 1, 9, 7, 1, 0, 1, 2, 1], held: 4672, loading: 13888, workspace: 40512, blobs: 32384 },
  { sizes: [8, 4, 1, 5, 5, 1, 1, 1, 2, 0], held: 14368, loading: 14368, workspace: 18208, blobs: 7808 },
  { sizes: [15, 3, 1, 6, 9, 1, 1, 0, 3, 1], held: 9276, loading: 13776, workspace: 28184, blobs: 11280 },
]

it.each(GROUPED)('measured: groups of several channels, $sizes', ({ sizes, ...measured }) => {
  const [channels = 1, kernel = 1, pad = 0, width = 1, height = 1, threads = 1, sgemm, packing, group = 1, light] =
    sizes
  const engine = RELEASES.find(({ version }) => version === '20241226')
  if (engine === undefined) throw new Error('there is no such release')
  const out = (length: number) => (length - 1) * 2 + kernel - 2 * pad
  const problem: ConvProblem = {
    ...{ batch: 1, inChannels: channels, inHeight: height, inWidth: width },
    ...{ outChannels: channels, outHeight: out(height), outWidth: out(width) },
    ...{ kernelHeight: kernel, kernelWidth: kernel, strideHeight: 2, strideWidth: 2 },
    ...{ dilationHeight: 1, dilationWidth: 1, padTop: pad, padLeft: pad, padBottom: pad, padRight: pad },
    ...{ group, depthwise: false },
  }
  const rules = rulesOf(engine)
  const settings = { l2Kib: 1024, cores: 4, sgemm: sgemm === 1, packing: packing === 1, lightMode: light === 1 }
  const { chosen } = rules.select(
    { kind: 'transposed-convolution', problem, constantWeight: true, biasElements: channels },
    rules.settingsOf({ profile: 'ncnn-20241226', isa: 'avx512', threads, settings }),
  )
  const size = measure(chosen)
  expect({
    held: size.packedWeightBytes,
    loading: size.loadPeakBytes,
    workspace: size.workspaceBytes,
    blobs: size.blobBytes,
  }).toEqual(measured)
})

/*
 * Measured on builds of these releases with 1 MiB of level-2 cache and four cores, as above: a depthwise one of 8 channels,
 * kernel 4, stride 2, 12 × 9, two threads; bytes held, and at most while loading.
 */
it.each([
  { version: '20211122', isa: 'avx2', held: 544, loading: 544 },
  { version: '20230517', isa: 'avx2', held: 1056, loading: 1568 },
  { version: '20241226', isa: 'avx512', held: 544, loading: 1568 },
] as const)('measured: a depthwise transposed convolution of $version', ({ version, isa, held, loading }) => {
  const engine = RELEASES.find((release) => release.version === version)
  if (engine === undefined) throw new Error('there is no such release')
  const problem: ConvProblem = {
    ...{ batch: 1, inChannels: 8, inHeight: 9, inWidth: 12, outChannels: 8, outHeight: 20, outWidth: 26 },
    ...{ kernelHeight: 4, kernelWidth: 4, strideHeight: 2, strideWidth: 2, dilationHeight: 1, dilationWidth: 1 },
    ...{ padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, group: 8, depthwise: true },
  }
  const rules = rulesOf(engine)
  const { chosen } = rules.select(
    { kind: 'transposed-convolution', problem, constantWeight: true, biasElements: 8 },
    rules.settingsOf({ profile: `ncnn-${version}`, isa, threads: 2, settings: { l2Kib: 1024, cores: 4 } }),
  )
  const { packedWeightBytes, loadPeakBytes } = measure(chosen)
  expect([packedWeightBytes, loadPeakBytes]).toEqual([held, loading])
})
