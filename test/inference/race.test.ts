// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { preparedRace } from '#app/runs/prepared-race'
import { race } from '#core/inference/race'
import { measurableKernels, timingsFrom, wholeTimings } from '#core/planning/native/timings'
import { english } from '#messages/say'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { engine } from './engine'
import { openSubject } from './execute'
import { NETWORKS } from './networks'

const path = temporaryFolder()

async function prepared(whole: ReadonlyMap<string, number> = new Map()) {
  const file = path('network.onnx')
  await writeFile(file, NETWORKS['residual blocks with normalisation']?.() ?? new Uint8Array())
  const { opened, shaped } = await openSubject(file)
  const { catalog, executableIsas } = engine()
  const target = { isa: executableIsas[0] ?? 'sse', threads: 1, weights: 'float32' } as const
  // High mode then takes what packs most, beyond the budget of normal mode.
  const kernels = measurableKernels(shaped, catalog, target).map(
    ({ key, choice }) => [key, 1000 - 100 * (choice.unit ?? choice.inner?.unit ?? 0)] as const,
  )
  const timings = timingsFrom(new Map([...kernels, ...whole]))
  const { isa, threads } = target
  const configuration = { profile: 'convscope', settings: { memory: 'high' }, isa, threads }
  const input = { modelId: 'm', shaped, fileBytes: opened.fileBytes, configuration, catalog, timings }
  const made = preparedRace(input, { catalog, timings: { current: () => timings, revision: () => 0 } }, '')
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

describe('two choices of kernels for a whole model', () => {
  it('are run in turn, once', async () => {
    const made = await prepared()
    if (made === null) throw new Error('both modes choose the same')
    const raced = await race(made.job, engine().addon, () => false)
    if (!raced.ok || raced.value === null) throw new Error('it did not finish')
    const [own = 0, normal = 0] = raced.value
    expect(own).toBeGreaterThan(0)
    expect(normal).toBeGreaterThan(0)
    expect(await prepared(wholeTimings(made.key, { own, normal }))).toBeNull()
  })

  it('stop where they are cancelled', async () => {
    const made = await prepared()
    if (made === null) throw new Error('both modes choose the same')
    expect(await race(made.job, engine().addon, () => true)).toMatchObject({ ok: true, value: null })
  })
})
