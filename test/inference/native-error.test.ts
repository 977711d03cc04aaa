// SPDX-License-Identifier: Apache-2.0
import { truncate, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { Problem } from '#contract/errors'
import type { NativeSession } from '#core/inference/addon'
import { nativeProblemOf } from '#core/inference/native-error'
import type { RunJob } from '#core/inference/run-protocol'
import { english, SPEAKERS } from '#messages/say'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { infer } from '../native/session/infer'
import { engine } from './engine'
import { jobOf, openSubject, planOf } from './execute'
import { NETWORKS } from './networks'

// Failures that people may well meet, as the engine really fails: in words of every language, with node and file.

const file = temporaryFolder()
const { addon, executableIsas } = engine()
const [isa = 'sse'] = executableIsas

async function job(name: string): Promise<RunJob & { readonly path: string }> {
  const path = file(`${name}.onnx`)
  await writeFile(path, NETWORKS['residual blocks with normalisation']?.() ?? new Uint8Array())
  const subject = await openSubject(path)
  const plan = planOf(subject, { profile: 'convscope', settings: {}, threads: 2, isa })
  return { ...jobOf(subject, plan), path }
}

async function failure({ program, nodeNames }: RunJob, session: NativeSession): Promise<Problem> {
  const inputs = program.inputs.map((index) => new Float32Array((program.buffers[index]?.bytes ?? 0) / 4))
  try {
    await session.prepare(program)
    await infer(session, inputs, 0)
  } catch (error) {
    return nativeProblemOf(error, nodeNames)
  } finally {
    session.dispose()
  }
  throw new Error('It did not fail.')
}

/** In Chinese, of which nothing is English detail. */
function chinese({ message, hint }: Problem): string {
  const said = SPEAKERS['zh-CN'](message) + (hint === undefined ? '' : SPEAKERS['zh-CN'](hint))
  expect(said).not.toMatch(/[a-z]{2,} [a-z]{2,}/)
  return said
}

it('a system without memory', async () => {
  const made = await job('memory')
  const problem = await failure(made, new addon.Session({ failAllocationAt: 1 }))
  expect(problem).toMatchObject({ code: 'engine/out-of-memory', hint: { id: 'hint.lessMemory' } })
  expect(english(problem.message)).toMatch(/The system has no memory for a block of \d+ bytes\.$/)
  expect(chinese(problem)).toContain('内存')
})

it('weights that the file no longer has', async () => {
  const made = await job('cut')
  await truncate(made.path, 100)
  const problem = await failure(made, new addon.Session())
  expect(problem.code).toBe('engine/io')
  expect(made.nodeNames).toContain(problem.node)
  expect(english(problem.message)).toContain(`${made.path} ends at byte 100`)
  expect(chinese(problem)).toContain('在第 100 字节处结束')
})

it('an instruction set that the machine lacks', async () => {
  const made = await job('isa')
  const lacking = (['arm64', 'avx2'] as const).find((each) => !executableIsas.includes(each)) ?? 'arm32'
  const problem = await failure({ ...made, program: { ...made.program, isa: lacking } }, new addon.Session())
  expect(english(problem.message)).toBe(`This machine cannot execute the instruction set ${lacking}.`)
  expect(chinese(problem)).toContain(lacking)
})

it('a run that is cancelled', async () => {
  const made = await job('cancelled')
  const session = new addon.Session()
  const end = failure(made, session)
  session.cancel()
  const problem = await end
  expect(problem).toEqual({ code: 'cancelled', message: { id: 'problem.run.cancelled' } })
})

it('whatever else, as detail with its code', async () => {
  const made = await job('other')
  const problem = await failure({ ...made, program: { ...made.program, outputs: [99] } }, new addon.Session())
  expect(problem.message).toMatchObject({ id: 'problem.engine.failed', code: problem.code })
  expect(SPEAKERS['zh-CN'](problem.message)).toMatch(/^引擎报告错误 engine\//)
})
