// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import { buildSample } from '#core/model/samples/index'
import type { ShapedModel } from '#core/model/shapes'
import { english } from '#messages/say'
import { hasShared, NO_SHARED, opened, shared } from './support/model-files'

async function shapedFile(path: string, dims: Readonly<Record<string, readonly number[]>> = {}) {
  const file = await opened(path)
  const shaped = inferShapes(file.model, dims)
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  return { file, shaped: shaped.value }
}

/** Weights, strides, pads, group and sizes of every convolution, in execution order. */
function convolutions({ model, operations, dims }: ShapedModel) {
  return model.nodes.flatMap(({ id, inputs, outputs }) => {
    const operation = operations[id]
    if (operation?.kind !== 'Conv') return []
    const { strides, pads, dilations, group } = operation
    const [x = -1, weight = -1] = inputs
    const sizes = { input: dims[x], weight: dims[weight], output: dims[outputs[0] ?? -1] }
    return [{ ...sizes, strides, pads, dilations, group }]
  })
}

const count = (shaped: ShapedModel, kind: string) =>
  shaped.model.nodes.filter(({ operation }) => operation.kind === kind).length

/** file, nodes, convolutions, outputs */
const MODELS = [
  ['mnn/ch_PP-OCRv4_det_infer.mnn', 348, 62, [[1, 1, 640, 640]]],
  ['mnn/ch_PP-OCRv4_rec_infer.mnn', 463, 47, [[1, 40, 6625]]],
  ['mnn/ch_ppocr_mobile_v2.0_cls_infer.mnn', 177, 54, [[1, 2]]],
  [
    'mnn/face_detection_short_range.mnn',
    93,
    37,
    [
      [1, 896, 16],
      [1, 896, 1],
    ],
  ],
  [
    'mnn/hand_landmark_lite.mnn',
    118,
    51,
    [
      [1, 63],
      [1, 1],
      [1, 1],
      [1, 63],
    ],
  ],
  ['mnn/light_shufflenet.mnn', 295, 146, [[1, 1000]]],
  ['mnn/light_squeezenet.mnn', 40, 26, [[1, 1000, 1, 1]]],
  ['mnn/selfie_segmentation.mnn', 148, 54, [null]],
  ['mnn/benchmark/MobileNetV2_224.mnn', 70, 53, [[1, 1001]]],
  ['mnn/benchmark/SqueezeNetV1.0.mnn', 46, 26, [[1, 1001], [1001]]],
  ['mnn/benchmark/inception-v3.mnn', 130, 95, [[1, 1001]]],
  ['mnn/benchmark/mobilenet-v1-1.0.mnn', 35, 28, [[1, 1001]]],
  ['mnn/benchmark/mobilenetV3.mnn', 148, 53, [[1, 1024]]],
  ['mnn/benchmark/nasnet.mnn', 598, 357, [[1, 1001]]],
  ['mnn/benchmark/resnet-v2-50.mnn', 117, 54, [[1, 1001]]],
  ['mnn/benchmark/squeezenetv1.1.mnn', 39, 26, [[1, 1000, 1, 1]]],
  ['onnx/ch_PP-OCRv4_det_infer.onnx', 330, 62, [[1, 1, 640, 640]]],
  ['onnx/ch_PP-OCRv4_rec_infer.onnx', 440, 38, [[1, 40, 6625]]],
  ['onnx/ch_ppocr_mobile_v2.0_cls_infer.onnx', 221, 53, [[1, 2]]],
  ['onnx/light_bvlc_alexnet.onnx', 24, 5, [[1, 1000]]],
  ['onnx/light_densenet121.onnx', 910, 121, [[1, 1000, 1, 1]]],
  ['onnx/light_inception_v1.onnx', 144, 57, [[1, 1000]]],
  ['onnx/light_inception_v2.onnx', 509, 69, [[1, 1000]]],
  ['onnx/light_resnet50.onnx', 176, 53, [[1, 1000]]],
  ['onnx/light_shufflenet.onnx', 203, 49, [[1, 1000]]],
  ['onnx/light_squeezenet.onnx', 66, 26, [[1, 1000, 1, 1]]],
  ['onnx/light_vgg19.onnx', 46, 16, [[1, 1000]]],
  ['onnx/light_zfnet512.onnx', 22, 5, [[1, 1000]]],
] as const

describe.skipIf(!hasShared)(`real model files${NO_SHARED}`, () => {
  it.each(MODELS)('%s: %i nodes, %i convolutions', async (file, nodes, convs, outputs) => {
    const { shaped } = await shapedFile(shared(file))
    const { model, dims, operations, folded } = shaped
    expect(model.nodes).toHaveLength(nodes)
    expect(count(shaped, 'Conv')).toBe(convs)
    expect(model.outputs.map((id) => dims[id])).toEqual(outputs)
    if (file.includes('selfie')) return
    expect(model.nodes.filter(({ outputs: [id = -1] }) => dims[id] === null)).toEqual([])
    const idle = model.nodes.filter(
      ({ id }) => !folded[id] && (operations[id] ?? { kind: 'Unsupported' }).kind === 'Unsupported',
    )
    expect(idle).toEqual([])
  })

  it('opens the model with a custom operation and says why it cannot run', async () => {
    const { file, shaped } = await shapedFile(shared('mnn/selfie_segmentation.mnn'))
    const view = modelView('m', file, shaped)
    const stuck = view.nodes.filter((node) => node.notRunnable !== undefined)
    expect(stuck.map((node) => node.sourceOp)).toEqual(['DetectionPostProcess', 'Sigmoid'])
    expect(stuck[0]?.notRunnable).toSay(/custom operation/)
    expect(stuck[1]?.notRunnable).toSay(/unknown/)
  })

  it.each(MODELS.map(([file]) => file).filter((file) => file.includes('benchmark')))(
    '%s has no weights: they are made up and the user is told',
    async (path) => {
      const { file, shaped } = await shapedFile(shared(path))
      const view = modelView('m', file, shaped)
      expect(view.synthesisedWeights).toBe(true)
      expect(view.warnings).toContainEqual(expect.toSay(/no weights/))
      expect(view.weightBytes).toBeGreaterThan(1_000_000)
    },
  )

  it.each([
    ['ch_PP-OCRv4_det_infer', { x: [1, 3, 320, 480] }],
    ['light_squeezenet', {}],
  ])('%s has the same convolutions as .mnn and as .onnx', async (name, inputs) => {
    const mnn = await shapedFile(shared(`mnn/${name}.mnn`), inputs)
    const onnx = await shapedFile(shared(`onnx/${name}.onnx`), inputs)
    const key = (list: ReturnType<typeof convolutions>) => list.map((conv) => JSON.stringify(conv)).sort()
    expect(key(convolutions(mnn.shaped))).toEqual(key(convolutions(onnx.shaped)))
  })
})

describe.skipIf(!hasShared)(`IResNet-100${NO_SHARED}`, () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convscope-'))
    await writeFile(join(folder, 'iresnet100.mnn'), gunzipSync(await readFile(shared('mnn/iresnet100.mnn.gz'))))
    await writeFile(join(folder, 'iresnet100.onnx'), buildSample('iresnet100'))
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('our sample has the convolutions of the real file, one by one', async () => {
    const real = await shapedFile(join(folder, 'iresnet100.mnn'))
    const sample = await shapedFile(join(folder, 'iresnet100.onnx'))
    const convs = convolutions(real.shaped)
    expect(convs).toHaveLength(103)
    expect(convolutions(sample.shaped)).toEqual(convs)
    for (const kind of ['PRelu', 'Binary', 'GlobalPool']) {
      expect([kind, count(sample.shaped, kind)]).toEqual([kind, count(real.shaped, kind)])
    }
    expect(count(sample.shaped, 'BatchNorm')).toBe(count(real.shaped, 'Scale'))
  }, 60_000)

  it('refers to its 209 MB without keeping them', async () => {
    const { file } = await shapedFile(join(folder, 'iresnet100.mnn'))
    expect(file.fileBytes).toBe(209_177_968)
    const inFile = file.model.tensors.flatMap(({ constant }) => (constant?.data.kind === 'file' ? [constant.data] : []))
    expect(inFile.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeGreaterThan(208_000_000)
    expect(JSON.stringify(file.model).length).toBeLessThan(500_000)
  }, 60_000)
})
