// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createWeightStatistics } from '#app/models/weight-statistics'
import { ok } from '#contract/errors'

const folder = mkdtempSync(join(tmpdir(), 'convscope-weights-'))
afterAll(() => rmSync(folder, { recursive: true }))
const entry = join(folder, 'worker.cjs')
writeFileSync(
  entry,
  `const { parentPort, workerData } = require('node:worker_threads')
setTimeout(() => parentPort.postMessage({ ok: true, value: workerData.look }), 20)`,
)
const weights = async () =>
  ok({ name: 'w', dtype: 'float32', elements: 1, dims: [1], data: { kind: 'fill', value: 0 } } as const)
const service = () => createWeightStatistics({ weights }, entry)
const outcomes = (answers: readonly { readonly ok: boolean }[]) => answers.map((answer) => answer.ok)

describe('what one looks at of a constant', () => {
  it('goes on beside other looks, and ends where the same one is asked for again', async () => {
    const { values, compute, npy } = service()
    const beside = await Promise.all([values('m', 1), compute('m', 1), npy('m', 1)])
    expect(outcomes(beside)).toEqual([true, true, true])
    const [first, second] = await Promise.all([compute('m', 1), compute('m', 2)])
    expect(first.ok ? '' : first.problem.code).toBe('cancelled')
    expect(second.ok).toBe(true)
  })

  it('is given up, all of it', async () => {
    const { values, compute, cancel } = service()
    const looks = [values('m', 1), compute('m', 1)]
    cancel()
    expect(outcomes(await Promise.all(looks))).toEqual([false, false])
  })
})
