// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tune } from '#core/inference/tune'
import { measurableKernels, timingsFrom } from '#core/planning/native/timings'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { engine } from './engine'
import { openSubject, type Subject } from './execute'
import { NETWORKS } from './networks'

describe('measuring kernels', () => {
  let folder = ''
  let subject: Subject
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convscope-tuning-'))
    const path = join(folder, 'network.onnx')
    await writeFile(path, NETWORKS['residual blocks with normalisation']?.() ?? new Uint8Array())
    subject = await openSubject(path)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const target = () => ({ isa: engine().executableIsas[0] ?? 'sse', threads: 1, weights: 'float32' }) as const

  it('times every kernel that takes a layer; the plan then says that measured times decided', async () => {
    const { shaped } = subject
    const { addon, catalog } = engine()
    const kernels = measurableKernels(shaped, catalog, target())
    expect(kernels.some(({ choice }) => choice.algorithm === 'winograd')).toBe(true)
    expect(kernels.some(({ choice }) => choice.algorithm.startsWith('streamed'))).toBe(false)
    const measured = new Map<string, number>()
    const job = { appRoot: '', ...target(), kernels }
    const between = new Set<number | undefined>()
    const complete = await tune(
      job,
      {
        convolve(request) {
          between.add(request.bytesBetween)
          return addon.convolve(request)
        },
      },
      (key, ns) => void measured.set(key, ns),
      () => false,
    )
    expect(complete).toBe(true)
    // As much as the model has of weights is read before each run.
    const weights = [...shaped.constants.values()].map(({ dims }) => 4 * dims.reduce((a, b) => a * b, 1))
    expect([...between]).toEqual([weights.reduce((a, b) => a + b, 0)])
    expect([...measured.keys()].sort()).toEqual(kernels.map(({ key }) => key).sort())
    expect(Math.min(...measured.values())).toBeGreaterThan(0)

    const configuration = { profile: 'convscope', settings: { memory: 'high' }, ...target() } as const
    const input = { modelId: 'm', shaped, fileBytes: 1, configuration, catalog }
    const estimated = createPlan(input)
    const plan = createPlan({ ...input, timings: timingsFrom(measured) })
    if (!plan.ok || !estimated.ok) throw new Error('There is no plan.')
    for (const { reason, candidates } of plan.value.decisions) {
      expect(english(reason)).toContain('Measured fastest on this machine')
      const figures = candidates.flatMap(({ cost }) => (cost === null ? [] : [cost]))
      expect(figures.some(({ label }) => label.id === 'cost.measuredTime')).toBe(true)
    }
    for (const { reason } of estimated.value.decisions) expect(english(reason)).toContain('Estimated fastest')
    // Other modes, threads and instruction sets were not measured.
    const normal = createPlan({
      ...input,
      configuration: { ...configuration, settings: {} },
      timings: timingsFrom(measured),
    })
    expect(normal.ok && normal.value.decisions.every(({ reason }) => !english(reason).includes('Measured'))).toBe(true)
  })

  it('follows the times: what was measured slow is not taken', () => {
    const { shaped } = subject
    const { catalog } = engine()
    const configuration = { profile: 'convscope', settings: { memory: 'high' }, ...target() } as const
    const ns = new Map(
      measurableKernels(shaped, catalog, target()).map(({ key, choice }) => [key, choice.unit === 2 ? 1 : 1000]),
    )
    const plan = createPlan({ modelId: 'm', shaped, fileBytes: 1, configuration, catalog, timings: timingsFrom(ns) })
    if (!plan.ok) throw new Error(english(plan.problem.message))
    const dense = plan.value.decisions.filter(({ candidates }) =>
      candidates.some(({ unit, cost }) => unit === 2 && cost !== null),
    )
    expect(dense.length).toBeGreaterThan(0)
    expect(new Set(dense.map(({ unit, inner }) => inner?.unit ?? unit))).toEqual(new Set([2]))
  })

  it('stops between two kernels', async () => {
    const { addon, catalog } = engine()
    const kernels = measurableKernels(subject.shaped, catalog, target())
    let told = 0
    const complete = await tune(
      { appRoot: '', ...target(), kernels },
      addon,
      () => {
        told += 1
      },
      () => told === 2,
    )
    expect([complete, told]).toEqual([false, 2])
  })
})
