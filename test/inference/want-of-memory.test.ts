// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Addon } from '#core/inference/addon'
import { withExpandedWeights } from '#core/inference/expand-weights'
import { nativeProblemOf } from '#core/inference/native-error'
import type { NativeProgram } from '#core/inference/native-program'
import { buildNativeProgram } from '#core/inference/program-builder'
import { syntheticValues } from '#core/inference/run-input'
import { product } from '#core/model/dims'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { english } from '#messages/say'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { infer } from '../native/session/infer'
import { APP_ROOT, engine } from './engine'
import { openSubject, planOf } from './execute'
import { buildGraph, recipes } from './random-graph'

/** The addon of test/native/faults, which refuses what its C++ code asks the system for. */
interface FaultyAddon extends Addon {
  /** The n-th request from now is refused (0: none); answers how many there were since the last call. */
  failAt(n: number): number
}

/** Other models: CONVSCOPE_SEED=7, with the same seed as random graphs have. */
const SEED = Number(process.env['CONVSCOPE_SEED'] ?? 1)
const MODELS = 5

const folder = temporaryFolder()
const { catalog, executableIsas } = engine()

interface Subject {
  readonly program: NativeProgram
  readonly inputs: readonly Float32Array[]
}

/** A random graph as a program, in turn with each memory mode. */
async function subjectOf(at: number): Promise<Subject> {
  const [recipe] = fc.sample(recipes, { seed: SEED * 1000 + at, numRuns: 1 })
  if (recipe === undefined) throw new Error('no recipe')
  const path = folder(`${at}.onnx`)
  writeFileSync(path, buildGraph(recipe))
  const subject = await openSubject(path)
  const memory = ['low', 'normal', 'high'][at % 3] ?? 'low'
  const isa = executableIsas[at % executableIsas.length] ?? 'sse'
  const plan = planOf(subject, { profile: 'convscope', settings: { memory }, threads: 2, isa })
  const { shaped } = subject
  const lowered = programForPlan(shaped, plan, catalog, executableIsas)
  if (!lowered.ok) throw new Error(english(lowered.problem.message))
  const built = buildNativeProgram(lowered.value.program, shaped)
  if (!built.ok) throw new Error(english(built.problem.message))
  const program = await withExpandedWeights(built.value)
  if (!program.ok) throw new Error(english(program.problem.message))
  const inputs = shaped.model.inputs.map(({ tensor }, i) => syntheticValues(product(shaped.dims[tensor] ?? []), 7 + i))
  return { program: program.value, inputs }
}

describe.skipIf(process.platform !== 'linux')('a session to which the system refuses something', () => {
  let addon: FaultyAddon
  beforeAll(() => {
    execFileSync('cmake', ['--build', join(APP_ROOT, 'native/build'), '--target', 'faulty'], { stdio: 'pipe' })
    addon = createRequire(import.meta.url)(join(APP_ROOT, 'native/build/Release/faulty.node')) as FaultyAddon
  })

  /** All that a run does, with the n-th request refused; the outputs. */
  async function run({ program, inputs }: Subject, n: number): Promise<readonly Float32Array[]> {
    addon.failAt(n)
    const session = new addon.Session()
    try {
      await session.prepare(program)
      const { outputs } = await infer(session, inputs, program.outputs.length)
      session.drain(1 << 16)
      session.progress()
      session.held()
      session.layerBytes()
      return outputs
    } finally {
      session.dispose()
    }
  }

  for (let at = 0; at < MODELS; at++) {
    it(`ends in a sentence, or in the same outputs: model ${at}, every request in turn`, async () => {
      const subject = await subjectOf(at)
      const expected = await run(subject, 0)
      const requests = addon.failAt(0)
      expect(requests).toBeGreaterThan(50)
      let failures = 0
      for (let n = 1; n <= requests; n++) {
        const problem = await run(subject, n).then(
          (outputs) => {
            expect(outputs, `request ${n}`).toEqual(expected)
            return null
          },
          // As the process of a run tells it; what is no refusal of the addon is thrown.
          (error: unknown) => nativeProblemOf(error, []),
        )
        addon.failAt(0)
        if (problem === null) continue
        failures += 1
        expect(problem.code, `request ${n}: ${english(problem.message)}`).toBe('engine/out-of-memory')
      }
      expect(failures).toBeGreaterThan(requests / 2)
      expect(await run(subject, 0)).toEqual(expected)
    })
  }
})
