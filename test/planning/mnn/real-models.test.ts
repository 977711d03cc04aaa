import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultInputDims, inferShapes } from '#main/model/infer-shapes'
import { type OpenedModel, openModel } from '#main/model/open'
import type { ShapedModel } from '#main/model/shapes'
import { createPlan } from '#main/planning/plan'

/** One process running a whole model in MNN. */
interface MeasuredSession {
  readonly version: string
  readonly model: string
  readonly memory: 'low' | 'normal'
  readonly threads: number
  readonly build: string
  /** What the session says of its memory; null in 1.0.1, 0 where it was not yet sized. */
  readonly sessionInfoMiB: number | null
  readonly rssRunMiB: number
}

const MIB = 2 ** 20
const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url))
const present = existsSync(shared)
const sessions: MeasuredSession[] = present
  ? JSON.parse(readFileSync(join(shared, 'golden/mnn-sessions.json'), 'utf8'))
  : []

interface Loaded {
  readonly opened: OpenedModel
  readonly shaped: ShapedModel
}

async function load(path: string): Promise<Loaded> {
  const opened = await openModel(path)
  if (!opened.ok) throw new Error(opened.problem.message)
  const shaped = inferShapes(opened.value.model, defaultInputDims(opened.value.model))
  if (!shaped.ok) throw new Error(shaped.problem.message)
  return { opened: opened.value, shaped: shaped.value }
}

function planned({ opened, shaped }: Loaded, session: MeasuredSession) {
  const result = createPlan({
    modelId: 'm',
    shaped,
    fileBytes: opened.fileBytes,
    configuration: {
      profile: session.version === '1.0.1' ? 'mnn-1.0.1' : 'mnn-2.8.1',
      memory: session.memory,
      threads: session.threads,
      isa: session.build === 'MNN_AVX512' ? 'avx512' : 'avx2',
    },
    catalog: null,
  })
  if (!result.ok) throw new Error(result.problem.message)
  const { totals, totalBytes } = result.value
  return {
    sessionMiB: (totals.packedWeights + totals.activations + totals.workspace) / MIB,
    totalMiB: totalBytes / MIB,
  }
}

function sessionsOf(model: string): MeasuredSession[] {
  return sessions.filter(({ version, model: name }) => version !== '3.6.1' && name.split(' ')[0] === model)
}

describe.skipIf(!present)('whole models against MNN sessions (skipped where ../shared is absent)', () => {
  // MNN reports the figure with one decimal. Inception’s LRN takes a workspace of its own, which is not modelled.
  it.each([
    ['mnn/light_squeezenet.mnn', 'light_squeezenet.mnn', 0],
    ['mnn/face_detection_short_range.mnn', 'face_detection_short_range.mnn', 0],
    ['mnn/hand_landmark_lite.mnn', 'hand_landmark_lite.mnn', 0],
    ['onnx/light_squeezenet.onnx', 'light_squeezenet.mnn', 0],
    ['onnx/light_resnet50.onnx', 'light_resnet50.mnn', 0],
    ['onnx/light_vgg19.onnx', 'light_vgg19.mnn', 0],
    ['onnx/light_inception_v1.onnx', 'light_inception_v1.mnn', 0.05],
  ])('%s: session memory of 2.8.1, like %s, tolerance %f', async (file, model, tolerance) => {
    const loaded = await load(join(shared, 'models', file))
    const measured = sessionsOf(model).filter(({ sessionInfoMiB }) => sessionInfoMiB !== null && sessionInfoMiB > 0)
    expect(measured.length).toBeGreaterThan(0)
    const wrong = measured
      .map((session) => ({
        ...session,
        modelled: planned(loaded, session).sessionMiB,
        said: session.sessionInfoMiB ?? 0,
      }))
      .filter(({ modelled, said }) => Math.abs(modelled - said) > 0.05 + 1e-9 + tolerance * said)
      .map(
        ({ build, threads, modelled, said }) =>
          `${build}, ${threads} threads: ${modelled.toFixed(2)}, measured ${said}`,
      )
    expect(wrong).toEqual([])
  })
})

describe.skipIf(!present)('iresnet100.mnn against MNN processes (skipped where ../shared is absent)', () => {
  let folder = ''
  let loaded: Loaded

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convscope-'))
    const path = join(folder, 'iresnet100.mnn')
    await writeFile(path, gunzipSync(readFileSync(join(shared, 'models/mnn/iresnet100.mnn.gz'))))
    loaded = await load(path)
  }, 120_000)

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it('session memory of 2.8.1 to the decimal', () => {
    for (const session of sessionsOf('iresnet100.mnn')) {
      if (session.sessionInfoMiB === null) continue
      expect(planned(loaded, session).sessionMiB.toFixed(1)).toBe(session.sessionInfoMiB.toFixed(1))
    }
  })

  it('resident set of 1.0.1 and 2.8.1 within 5 %, from below', () => {
    const measured = sessionsOf('iresnet100.mnn')
    expect(new Set(measured.map(({ version }) => version))).toEqual(new Set(['1.0.1', '2.8.1']))
    for (const session of measured) {
      const ratio = planned(loaded, session).totalMiB / session.rssRunMiB
      expect(ratio).toBeGreaterThan(0.95)
      expect(ratio).toBeLessThan(1)
    }
  })
})
