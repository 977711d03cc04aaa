// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syntheticValues } from '#core/inference/run-input'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'
import { APP_ROOT, engine } from './engine'
import { execute, openSubject, SEED, type Subject } from './execute'
import { expectClose } from './onnx-runtime'
import { expectAsPlanned } from './planned'

const MEDIAPIPE = resolve(APP_ROOT, 'node_modules/@mediapipe')
const MNN = resolve(APP_ROOT, '../shared/models/mnn')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-tflite-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Of the largest value. A probability near zero is the exponential of a sum: its error is relative to that. */
const TOLERANCE = 1e-3

const [best = 'sse'] = engine().executableIsas

describe('MediaPipe models compute the same with every policy and instruction set', () => {
  it.each([
    'face_detection/face_detection_short_range',
    'face_detection/face_detection_full_range',
    'face_detection/face_detection_full_range_sparse',
    'hands/hand_landmark_lite',
    'hands/hand_landmark_full',
    'pose/pose_landmark_lite',
    'selfie_segmentation/selfie_segmentation',
    'selfie_segmentation/selfie_segmentation_landscape',
  ])('%s', async (name) => {
    const subject = await openSubject(join(MEDIAPIPE, `${name}.tflite`))
    const first = await execute(subject, { profile: 'mnn-1.0.1', settings: {}, threads: 1, isa: best })
    const isas = engine().executableIsas.map((isa) => ({ isa, settings: {} }))
    for (const each of [...['low', 'normal', 'high'].map((memory) => ({ isa: best, settings: { memory } })), ...isas]) {
      const execution = await execute(subject, { profile: 'convscope', threads: 2, ...each })
      expectAsPlanned(execution)
      for (const [index, output] of first.outputs.entries()) {
        expectClose(execution.outputs[index] ?? new Float32Array(), output, TOLERANCE, `output ${index}`)
      }
    }
  })
})

/** The values of an image [1, h, w, c] with its channels first. */
function channelsFirst(values: Float32Array, [, height = 0, width = 0, channels = 0]: readonly number[]): Float32Array {
  const pixels = height * width
  return Float32Array.from(values, (_, i) => values[(i % pixels) * channels + Math.floor(i / pixels)] ?? 0)
}

function outputDims({ shaped }: Subject, index: number): readonly number[] {
  return shaped.dims[shaped.model.outputs[index] ?? -1] ?? []
}

function inputDims({ shaped }: Subject): readonly number[] {
  return shaped.dims[shaped.model.inputs[0]?.tensor ?? -1] ?? []
}

/**
 * The part of the model before the custom operator that MNN's converter could not convert; all of a
 * model without one.
 */
function upToLostOperator(subject: Subject): Subject {
  const { model } = subject.shaped
  const lost = model.nodes.find(({ sourceOp }) => /DetectionPostProcess|TransposeBias/.test(sourceOp))
  if (lost === undefined) return subject
  const part = { ...model, nodes: model.nodes.slice(0, lost.id), outputs: lost.inputs.slice(0, 1) }
  const shaped = inferShapes(part, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  return { opened: { ...subject.opened, model: part }, shaped: shaped.value }
}

describe.skipIf(!existsSync(MNN))('the same network as .tflite and as .mnn (skipped without ../shared)', () => {
  it.each([
    ['face_detection/face_detection_short_range', 'face_detection_short_range'],
    ['hands/hand_landmark_lite', 'hand_landmark_lite'],
    ['selfie_segmentation/selfie_segmentation', 'selfie_segmentation'],
  ])('%s', async (tflite, mnn) => {
    const original = upToLostOperator(await openSubject(join(MEDIAPIPE, `${tflite}.tflite`)))
    const converted = upToLostOperator(await openSubject(join(MNN, `${mnn}.mnn`)))
    const dims = inputDims(original)
    const listed = syntheticValues(
      dims.reduce((product, length) => product * length, 1),
      SEED,
    )
    const sameOrder = inputDims(converted).join() === dims.join()
    const [a, b] = [join(folder, 'listed.raw'), join(folder, 'converted.raw')]
    await writeFile(a, new Uint8Array(listed.buffer))
    await writeFile(b, new Uint8Array((sameOrder ? listed : channelsFirst(listed, dims)).buffer))
    const configuration = { profile: 'convscope', settings: {}, threads: 2, isa: best } as const
    const first = await execute(original, configuration, { input: { kind: 'file', path: a } })
    const second = await execute(converted, configuration, { input: { kind: 'file', path: b } })
    expect(second.outputs).toHaveLength(first.outputs.length)
    for (const [index, output] of first.outputs.entries()) {
      const found = second.outputs[index] ?? new Float32Array()
      const [ours, theirs] = [outputDims(original, index), outputDims(converted, index)]
      expectClose(ours.join() === theirs.join() ? found : channelsFirst(found, theirs), output, TOLERANCE, `${index}`)
    }
  })
})
