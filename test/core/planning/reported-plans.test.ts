// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isLowerBound, type Plan } from '#contract/plan'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import { createPlan } from '#core/planning/plan'
import { size } from '#messages/figures'
import { english } from '#messages/say'

/** Files of reports, beside the checkout. */
const CASES = resolve(import.meta.dirname, '../../../../shared/cases')
const has = existsSync(CASES)

async function planOf(file: string, profile = 'mnn-2.8.1', threads = 2): Promise<Plan> {
  const opened = await openModel(resolve(CASES, file))
  if (!opened.ok) throw new Error(english(opened.problem.message))
  const { model, fileBytes } = opened.value
  const shaped = inferShapes(model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  const configuration = { profile, settings: {}, threads, isa: 'avx2' } as const
  const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes, configuration, catalog: null })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return plan.value
}

const total = (plan: Plan) => `${isLowerBound(plan) ? 'at least ' : ''}${size(plan.totalBytes)}`

// test/core/model/reported-files.test.ts has what is said of sizes, weights and files that cannot be opened.
describe.runIf(has)(`plans of reported files${has ? '' : ' (skipped: ../shared/cases is missing)'}`, () => {
  it.each([
    ['acl-801-deconv8x8/model.onnx', '258.2 MiB', 1],
    ['ci-reexport/v1/model.onnx', '36.08 MiB', 3],
    ['ci-reexport/v2-larger-input/model.onnx', '132.1 MiB', 3],
    ['ci-reexport/v3-custom-op/model.onnx', 'at least 26.14 MiB', 3],
    ['conv-shapes/conv1d.onnx', '4.98 MiB', 1],
    ['conv-shapes/model.onnx', '3.37 MiB', 11],
    ['dynamic-guess-wrong/upsample.onnx', '325.7 MiB', 2],
    ['dynamic-guess-wrong/wav2vec2.onnx', '33.06 MiB', 7],
    ['dynamic-weights/model.onnx', '173.9 KiB', 1],
    ['fc-heavy/model.onnx', '839.9 MiB', 2],
    ['mnn-1644-pointwise/model.onnx', '1,519.0 MiB', 4],
    ['mnn-1849-strassen/model.onnx', '608.7 MiB', 1],
    ['mnn-2512-2gib/model.onnx', '4,500.0 MiB', 1],
    ['mnn-3061-convtranspose/model.onnx', '208.3 MiB', 1],
    ['mnn-3061-convtranspose/unet.onnx', '210.2 MiB', 6],
    ['mnn-3086-quantised/fp32.mnn', '36.98 MiB', 6],
    ['mnn-3086-quantised/fp16.mnn', '35.23 MiB', 6],
    ['mnn-3086-quantised/int8.mnn', '34.36 MiB', 6],
    ['mnn-3972-llm/llm.mnn', 'at least 82.70 MiB', 12],
    ['mnn-4782-640x640x256/model.onnx', '827.6 MiB', 1],
    ['mnn-762-group/model.onnx', '17.85 MiB', 3],
    ['mnn-762-group/split.mnn', '3.50 MiB', 3],
    ['netron-1108-bf16-fp16/fp16.onnx', '2.60 MiB', 2],
    ['netron-1108-bf16-fp16/bf16.onnx', '2.60 MiB', 2],
    ['netron-1108-bf16-fp16/double.onnx', '1.67 MiB', 1],
    ['netron-1212-8000-nodes/k500.onnx', '614.3 KiB', 500],
    ['netron-1213-dup-edges/model.onnx', '447.5 KiB', 2],
    ['netron-1253-functions/model.onnx', '209.6 KiB', 2],
    ['netron-1353-control-flow/if.onnx', '208.5 KiB', 1],
    ['netron-1387-external-present/model.onnx', '6.16 MiB', 2],
    ['netron-1387-external-missing/model.onnx', '6.16 MiB', 2],
    ['netron-1558-float8/model.onnx', 'at least 160 B', 0],
    ['netron-647-custom-op/model.onnx', 'at least 200.6 KiB', 2],
    ['netron-names/model.onnx', '361.7 KiB', 11],
    ['ort-15106-qdq/qdq.onnx', '5.02 MiB', 1],
    ['ort-15106-qdq/qlinear.onnx', '5.02 MiB', 2],
    ['ort-28466-conv3d/model.onnx', '28,672.6 MiB', 1],
    ['ort-28466-conv3d/group8.onnx', '4,608.0 MiB', 1],
    ['shared-weights/model.onnx', '3.10 MiB', 2],
    ['tflite-25614-9x9/model.onnx', '127.5 MiB', 1],
    ['weights-folded/model.onnx', '259.8 KiB', 2],
    ['zero-dims/channel-mismatch.onnx', 'at least 14.3 KiB', 1],
    ['zero-dims/overflow.onnx', '8,519,683.8 MiB', 1],
  ])('%s takes %s in %d layers', async (file, expected, layers) => {
    const plan = await planOf(file)
    const rows = plan.decisions.filter(
      ({ packedWeightBytes, workspaceBytes }) => packedWeightBytes !== 0 || workspaceBytes !== 0,
    )
    expect([total(plan), rows.length]).toEqual([expected, layers])
  })

  it('fold Cast, Identity and Transpose of weights: the plan is that of a plain convolution', async () => {
    for (const kind of ['cast', 'identity', 'transpose'])
      expect(total(await planOf(`weights-folded/${kind}.onnx`))).toBe('5.02 MiB')
  })

  it('pack a shared weight for every layer that has it, as MNN does', async () => {
    const { decisions } = await planOf('shared-weights/model.onnx')
    const [first, second] = decisions.filter(({ kind }) => kind === 'convolution')
    expect(first?.packedWeightBytes).toBeGreaterThan(0)
    expect(second?.packedWeightBytes).toBe(first?.packedWeightBytes)
  })

  it('are the same whether the weights are there or not', async () => {
    const { totals } = await planOf('netron-1387-external-present/model.onnx')
    for (const kind of ['missing', 'short']) {
      expect((await planOf(`netron-1387-external-${kind}/model.onnx`)).totals).toEqual(totals)
    }
  })

  it.each(['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1', 'ncnn-20260526'])(
    'know what transposed convolutions take under %s',
    async (profile) => {
      const { decisions } = await planOf('mnn-3061-convtranspose/unet.onnx', profile, 4)
      const rows = decisions.filter(({ kind }) => kind === 'transposed-convolution')
      expect(rows).toHaveLength(2)
      for (const row of rows) expect(row.workspaceBytes).toBeGreaterThan(0)
    },
  )
})
