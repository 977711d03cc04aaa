// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import type { ShapedModel } from '#core/model/shapes'
import { convLayers } from '#core/planning/layers/conv-layers'
import { english } from '#messages/say'

/** Files of reports, beside the checkout. */
const CASES = resolve(import.meta.dirname, '../../../../shared/cases')
const has = existsSync(CASES)
const skipped = has ? '' : ' (skipped: ../shared/cases is missing)'

async function shaped(file: string): Promise<ShapedModel> {
  const opened = await openModel(resolve(CASES, file))
  if (!opened.ok) throw new Error(english(opened.problem.message))
  const result = inferShapes(opened.value.model, {})
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

describe.runIf(has)(`files of reports${skipped}`, () => {
  it.each([
    ['dynamic-guess-wrong/model.onnx', 'N=1, H=299, W=299'],
    ['dynamic-guess-wrong/gray.onnx', 'N=1, C=1, H=224, W=224'],
    ['dynamic-guess-wrong/audio.onnx', 'N=1, T=400'],
    ['ort-5796-dynamic/rankless.onnx', 'batch=1, channels=3, height=224, width=224'],
    ['zero-dims/batch0.onnx', 'batch=1'],
    ['corpus/c1-default-shape-blocks-opening/where_static_shape.onnx', 'batch=1, length=2'],
  ])('%s opens with %s', async (file, sizes) => {
    const found = await shaped(file)
    expect(found.stops).toEqual([])
    expect(found.assumed.map(({ name, size }) => `${name}=${size}`).join(', ')).toBe(sizes)
  })

  it.each([
    ['zero-dims/channel-mismatch.onnx', 'shape.inputChannels'],
    ['zero-dims/kernel-larger-than-input.onnx', 'shape.kernelTooLarge'],
  ])('%s opens, and stops at %s', async (file, why) =>
    expect((await shaped(file)).stops).toMatchObject([{ why: { id: why } }]),
  )

  it.each([
    ['weights-folded/model.onnx', 2],
    ['weights-folded/cast.onnx', 1],
    ['netron-1253-functions/model.onnx', 2],
    ['netron-1353-control-flow/if.onnx', 1],
    ['corpus/c2-mnn-strided-slice-scatternd-not-folded/b320_backbone_h.mnn', 85],
    ['corpus/c3-mnn-fp16-resize-factors-read-as-sizes/face_detection_yunet_2023mar_fp16.mnn', 53],
    ['corpus/c5-mnn-constant-with-surplus-bytes/embedder_small_fp16.mnn', 53],
    ['corpus/c7-onnx-conv-computed-weights-no-kernel_shape/qdq_conv.onnx', 1],
    ['corpus/c11-tflite-bias-scales-quantized_dimension-3/person_detect.tflite', 28],
  ])('%s has %i convolutions that are planned', async (file, count) =>
    expect(convLayers(await shaped(file)).layers).toHaveLength(count),
  )

  it.each([
    'netron-647-custom-op/model.onnx',
    'corpus/c4-mnn-unsqueeze-axes-input-ignored/joiner-int8.mnn',
    'corpus/c10-tflite-empty-constant-refused/reshape_with_empty_shape.tflite',
    'corpus/c13-onnx-non-tensor-input-cannot-be-opened/test_identity_sequence.onnx',
    'corpus/d-unsupported/onnx-Loop/outer_scope_loop.onnx',
    'corpus/d-unsupported/onnx-Scan/scan_mul.onnx',
  ])('%s opens', async (file) => expect((await shaped(file)).stops).toEqual([]))
})
