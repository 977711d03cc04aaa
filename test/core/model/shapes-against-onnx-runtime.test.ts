// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'
import { hasShared, NO_SHARED, ocrModel, opened, shared } from './support/model-files'
import { runtimeShapes } from './support/onnx-runtime'

/** Every tensor that some node computes, compared with what ONNX Runtime makes of the same file. */
async function compareAll(path: string, inputs: Readonly<Record<string, readonly number[]>>) {
  const { model } = await opened(path)
  const shaped = inferShapes(model, inputs)
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  const produced = model.nodes.flatMap((node) => node.outputs)
  const names = produced.map((id) => model.tensors[id]?.name ?? '')
  const expected = await runtimeShapes(await readFile(path), names, inputs)
  const actual = new Map(produced.map((id, i) => [names[i] ?? '', shaped.value.dims[id]]))
  expect(expected.size).toBeGreaterThanOrEqual(names.length)
  for (const [name, dims] of expected) if (actual.has(name)) expect([name, actual.get(name)]).toEqual([name, dims])
}

describe('every inferred shape equals that of ONNX Runtime', () => {
  it.each([
    ['ch_PP-OCRv4_det_infer.onnx', { x: [1, 3, 96, 160] }],
    ['ch_PP-OCRv4_det_infer.onnx', { x: [2, 3, 64, 64] }],
    ['ch_PP-OCRv4_rec_infer.onnx', { x: [1, 3, 48, 100] }],
    ['ch_ppocr_mobile_v2.0_cls_infer.onnx', { x: [1, 3, 48, 192] }],
  ])('%s %o', (file, inputs) => compareAll(ocrModel(file), inputs), 60_000)
})

describe.skipIf(!hasShared)(`every inferred shape of the ONNX light models equals ONNX Runtime's${NO_SHARED}`, () => {
  it.each([
    ['light_bvlc_alexnet.onnx', 'data_0'],
    ['light_densenet121.onnx', 'data_0'],
    ['light_inception_v1.onnx', 'data_0'],
    ['light_inception_v2.onnx', 'data_0'],
    ['light_resnet50.onnx', 'gpu_0/data_0'],
    ['light_shufflenet.onnx', 'gpu_0/data_0'],
    ['light_squeezenet.onnx', 'data_0'],
  ])('%s', (file, input) => compareAll(shared(`onnx/${file}`), { [input]: [1, 3, 224, 224] }), 120_000)
})
