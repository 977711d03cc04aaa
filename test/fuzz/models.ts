// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { createRunJob } from '#core/inference/run-job'
import { FORMATS } from '#core/model/formats/index'
import { decodeModel, encodeModel } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import { ReadError } from '#core/model/read-error'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { mediapipeModel, ocrModel } from '../core/model/support/model-files'
import { PAST_FINDINGS } from '../core/model/support/past-findings'
import { APP_ROOT, engine } from '../inference/engine'
import { NETWORKS } from '../inference/networks'
import { mutateBytes, mutateText, mutateValue } from './mutate'
import type { Chance } from './random'
import { anyMnn, anyNcnnBinary, anyTflite, NCNN_SEEDS, NCNN_WORDS } from './sketches'
import type { Target } from './target'

const PROFILES = ['convscope', 'mnn-2.8.1', 'mnn-1.0.1', 'ncnn-20260526']

/** Reads the bytes as the format that they are of, works out shapes, plans, and makes what a run needs. */
function openAndPlan(bytes: Uint8Array, by: Chance): string | null {
  const format = FORMATS.find(({ looksLike }) => looksLike(bytes, bytes.length))
  if (format === undefined) return null
  const path = '/models/fuzzed'
  try {
    const model = format.read(path, bytes, (beside) => beside)
    const shaped = inferShapes(model, {})
    if (!shaped.ok) return null
    const opened = { path, fileName: 'm', fileBytes: bytes.length, modifiedMs: 0, sha256: '', format: format.id, model }
    modelView('m', opened, shaped.value)
    const { catalog, executableIsas } = engine()
    const profile = by.pick(PROFILES)
    const settings = profile === 'convscope' ? { memory: by.pick(['low', 'high']) } : {}
    const configuration = { profile, isa: 'avx2', threads: 2, settings } as const
    const order = { modelId: 'm', shaped: shaped.value }
    const plan = createPlan({ ...order, fileBytes: bytes.length, configuration, catalog })
    if (!plan.ok) return plan.problem.code === 'internal/bug' ? `${profile}: ${english(plan.problem.message)}` : null
    if (profile !== 'convscope') return null
    const run = {
      runId: 'r',
      input: { kind: 'synthetic', seed: 1 },
      iterations: 1,
      files: [],
      appRoot: APP_ROOT,
    } as const
    createRunJob({ ...order, ...run, plan: plan.value }, { catalog, executableIsas })
    return null
  } catch (error) {
    return error instanceof ReadError ? null : String(error instanceof Error ? error.stack : error).slice(0, 600)
  }
}

const small = (bytes: Uint8Array) => bytes.length < 10_000

/** By format: a file of it that is changed, or made up. */
const FILES: Readonly<Record<string, () => (by: Chance) => Uint8Array>> = {
  'onnx, structure': () => {
    const seeds = [...Object.values(NETWORKS).map((build) => build()), ...PAST_FINDINGS.map(({ bytes }) => bytes)]
    const fitting = seeds.filter(({ length }) => length < 200_000)
    return (by) => {
      const model = decodeModel(by.pick(fitting))
      mutateValue(model, by)
      return encodeModel(model)
    }
  },
  'onnx, bytes': () => {
    const seeds = [
      ...PAST_FINDINGS.map(({ bytes }) => bytes).filter(small),
      readFileSync(ocrModel('ch_ppocr_mobile_v2.0_cls_infer.onnx')),
    ]
    return (by) => mutateBytes(by.in(0.98) ? by.pick(seeds.slice(0, -1)) : (seeds.at(-1) as Uint8Array), by)
  },
  'mnn, structure': () => anyMnn,
  'mnn, bytes': () => (by) => mutateBytes(anyMnn(by), by),
  'tflite, structure': () => anyTflite,
  'tflite, bytes': () => {
    const real = readFileSync(mediapipeModel('selfie_segmentation', 'selfie_segmentation'))
    return (by) => mutateBytes(by.in(0.98) ? anyTflite(by) : real, by)
  },
  'ncnn, text': () => (by) => Buffer.from(mutateText(by.pick(NCNN_SEEDS), NCNN_WORDS, by)),
  'ncnn, binary': () => (by) => (by.in(0.5) ? anyNcnnBinary(by) : mutateBytes(anyNcnnBinary(by), by)),
}

export const MODEL_TARGETS: readonly Target[] = Object.entries(FILES).map(([name, begin]) => ({
  name,
  begin: () => {
    const make = begin()
    return (by) => {
      let bytes: Uint8Array
      try {
        bytes = make(by)
      } catch {
        // What cannot be written is no file.
        return null
      }
      const said = openAndPlan(bytes, by)
      return said === null ? null : { said, input: Buffer.from(bytes).toString('base64') }
    }
  },
}))
