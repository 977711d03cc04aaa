// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import type { Advice, Remedy } from '#contract/advice'
import { type Configuration, fittingSettings } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import type { ResolvedOperation } from '#core/model/shapes'
import { advise, bestRemedy } from '#core/planning/advice/advise'
import { modelledTime, timeRatio } from '#core/planning/advice/time'
import type { PlanningInput } from '#core/planning/engine'
import { PROFILES } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { finish } from '#core/planning/steps'
import { ModelSketch } from '../engines/mnn/model-sketch'
import { inputOf, planOf, sample } from './samples'

const FOUNDING: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' }

const models = new Map<string, Omit<PlanningInput, 'configuration'>>()
beforeAll(async () => {
  for (const id of ['iresnet100', 'squeezenet', 'mobilenet-v2']) models.set(id, await sample(id))
})

function modelOf(id: string): Omit<PlanningInput, 'configuration'> {
  const model = models.get(id)
  if (model === undefined) throw new Error(id)
  return model
}

function adviceFor(id: string, configuration: Configuration): Advice {
  return finish(advise(inputOf(modelOf(id), configuration)))
}

function withChanges({ remedies }: Advice, kinds: string): Remedy | undefined {
  return remedies.find(({ changes }) => changes.map(({ kind }) => kind).join() === kinds)
}

function withLevel({ remedies }: Advice, level: number): Remedy | undefined {
  return remedies.find(({ configuration }) => configuration?.settings['winogradLevel'] === level)
}

describe('every remedy keeps its promise', { timeout: 60_000 }, () => {
  const engines = new Set(PROFILES.map(({ setup }) => setup.engine))
  // Of an engine with many versions, some from first to last: each asks for plans of all the others.
  const profiles = [...engines].flatMap((engine) => {
    const versions = PROFILES.filter(({ setup, traits }) => setup.engine === engine && traits.id !== 'convscope')
    const step = Math.ceil(versions.length / 6)
    return versions.filter((_, index) => (versions.length - 1 - index) % step === 0)
  })
  // Models and memory modes in turn, not in step.
  const cases = profiles.map(({ traits }, index) => {
    const id = ['iresnet100', 'squeezenet', 'mobilenet-v2'][index % 3] ?? ''
    const memory = ['low', 'high', 'normal'][(index + Math.floor(index / 3)) % 3] ?? 'low'
    return [id, traits.id, fittingSettings(traits.settings, { isa: 'avx2', settings: { memory } })] as const
  })
  it.each(cases)('%s under %s %j', (id, profile, settings) => {
    const configuration: Configuration = { profile, settings, threads: 4, isa: 'avx2' }
    const now = planOf(modelOf(id), configuration)
    const { remedies } = adviceFor(id, configuration)
    for (const remedy of remedies) {
      expect(remedy.savedBytes).toBe(now.totalBytes - remedy.totalBytes)
      expect(remedy.savedBytes).toBeGreaterThan(0)
      if (remedy.configuration === null) continue
      const applied = createPlan({ ...modelOf(id), configuration: remedy.configuration })
      expect(applied).toMatchObject({ ok: true, value: { totalBytes: remedy.totalBytes, totals: remedy.totals } })
    }
    const real = remedies.filter(({ whatIf }) => !whatIf)
    // Years of fixes are not given up before a switch of a build was tried.
    const goesBack = ({ changes }: Remedy) => changes.some((change) => change.kind === 'version' && !change.newer)
    const [ahead, back] = [real.filter((remedy) => !goesBack(remedy)), real.filter(goesBack)]
    expect(real).toEqual([...ahead, ...back])
    // Most bytes first, but for less than is worth telling: then those whose rules were measured.
    for (const group of [ahead, back]) {
      for (const [index, { savedBytes }] of group.entries()) {
        expect(savedBytes - (group[index + 1]?.savedBytes ?? 0)).toBeGreaterThan(-0.001 * now.totalBytes)
      }
    }
    expect(remedies.slice(0, real.length)).toEqual(real)
    expect(new Set(remedies.map((remedy) => remedy.id)).size).toBe(remedies.length)
  })
})

describe('what was tried', { timeout: 60_000 }, () => {
  it('has the present plan first, holds every remedy, and is what plans say', () => {
    const { tried, remedies } = adviceFor('squeezenet', FOUNDING)
    const now = planOf(modelOf('squeezenet'), FOUNDING)
    expect(tried[0]).toMatchObject({ configuration: FOUNDING, changes: [], totalBytes: now.totalBytes, timeRatio: 1 })
    for (const { configuration, totalBytes } of remedies.filter((remedy) => remedy.configuration !== null)) {
      expect(tried).toContainEqual(expect.objectContaining({ configuration, totalBytes }))
    }
    expect(new Set(tried.map(({ id }) => id)).size).toBe(tried.length)
    // Two that change different things are held together.
    expect(tried.some(({ changes }) => changes.length > 1 && changes.some(({ kind }) => kind === 'threads'))).toBe(true)
    for (const { configuration, totalBytes, changes } of tried.slice(0, 12)) {
      const { totals, ...plan } = planOf(modelOf('squeezenet'), configuration)
      const released = changes.at(-1)?.kind === 'releaseModel'
      expect(totalBytes).toBe(plan.totalBytes - (released ? totals.modelBuffer : 0))
    }
  })
})

describe('the founding case', { timeout: 60_000 }, () => {
  it('finds build, version and Winograd level, and gives the model buffer back', () => {
    const advice = adviceFor('iresnet100', FOUNDING)
    const build = withChanges(advice, 'build')
    expect(build?.configuration).toEqual({ ...FOUNDING, profile: 'mnn-2.8.1-low-memory' })
    expect(withChanges(advice, 'version')?.configuration?.settings).toEqual({ memory: 'low' })
    const smallest = withLevel(advice, 1)
    const hinted: Configuration = { ...FOUNDING, profile: 'mnn-3.6.1', settings: { winogradLevel: 1 } }
    expect(smallest?.totals).toEqual(planOf(modelOf('iresnet100'), hinted).totals)
    const { modelBuffer } = planOf(modelOf('iresnet100'), FOUNDING).totals
    expect(withChanges(advice, 'releaseModel')).toMatchObject({ configuration: null, savedBytes: modelBuffer })
  })

  it('tells the smallest upgrade and the smallest downgrade, with code for that release', () => {
    const moves = adviceFor('iresnet100', FOUNDING).remedies.filter(({ changes: [first, ...more] }) => {
      return first?.kind === 'version' && more.length === 0
    })
    expect(moves.map(({ configuration }) => configuration?.profile)).toEqual(['mnn-3.0.0', 'mnn-2.5.3'])
    expect(moves.map(({ changes: [change] }) => change?.kind === 'version' && change.newer)).toEqual([true, false])
    for (const [index, version] of ['3.0.0', '2.5.3'].entries()) {
      expect(moves[index]?.code.map(({ text }) => text).join()).toContain(`// MNN ${version}\n`)
    }
  })

  it('offers the nearest of those that save nearly as much: another build before other releases', () => {
    const best = finish(bestRemedy(inputOf(modelOf('iresnet100'), { ...FOUNDING, profile: 'mnn-2.6.0' })))
    expect(best?.changes).toMatchObject([{ kind: 'build', to: 'mnn-2.6.0-low-memory' }])
  })

  it('puts measured rules before read ones where both save the same', () => {
    // A strided transposed convolution takes less from 3.0.2 on, whose rules were read; those of 3.6.1 were measured.
    const sketch = new ModelSketch('onnx')
    const strided: ResolvedOperation = {
      kind: 'ConvTranspose',
      ...{ kernel: [4, 4], strides: [2, 2], dilations: [1, 1], pads: [1, 1, 1, 1], outputPadding: [0, 0] },
      ...{ group: 1, activation: 'none' },
    }
    const up = sketch.node(
      strided,
      [sketch.input([1, 64, 256, 256]), sketch.constant([64, 32, 4, 4])],
      [1, 32, 512, 512],
    )
    const model = { modelId: 'm', shaped: sketch.shaped([up]), fileBytes: 0, catalog: null }
    const { remedies } = finish(advise(inputOf(model, { ...FOUNDING, settings: {} })))
    const newer = remedies.filter(({ changes: [change] }) => change?.kind === 'version' && change.newer)
    expect(newer.map(({ configuration }) => configuration?.profile)).toEqual(['mnn-3.6.1', 'mnn-3.0.2'])
    expect(newer[0]?.savedBytes).toBe(newer[1]?.savedBytes)
  })

  it('knows that no setting of the version helps', () => {
    expect(adviceFor('iresnet100', FOUNDING).heeded.map(({ of }) => of)).toEqual(['threads'])
    const { heeded } = adviceFor('iresnet100', { ...FOUNDING, profile: 'mnn-3.6.1', settings: {} })
    expect(heeded.map(({ of }) => of)).toEqual(['memory', 'winogradLevel', 'threads'])
    for (const { of, layers } of heeded) if (of !== 'threads') expect(layers).toBeGreaterThan(90)
  })

  it('costs time on one thread: tiling most, the smallest unit less', () => {
    const advice = adviceFor('iresnet100', { ...FOUNDING, threads: 1 })
    const build = withChanges(advice, 'build')
    const smallest = withLevel(advice, 1)
    expect(build?.timeRatio).toBeGreaterThan(smallest?.timeRatio ?? Number.POSITIVE_INFINITY)
    expect(smallest?.timeRatio).toBeGreaterThan(1)
  })

  it('does not say that modes of a GPU take the same time, which is not modelled', () => {
    const onGpu: Configuration = { profile: 'mnn-3.6.1', settings: { backend: 'opencl' }, threads: 4, isa: 'arm64' }
    const { remedies, tried } = adviceFor('squeezenet', onGpu)
    const modes = remedies.filter(({ configuration }) => configuration?.settings['backend'] === 'opencl')
    expect(modes.length).toBeGreaterThan(0)
    expect(modes.map(({ timeRatio }) => timeRatio)).toEqual(modes.map(() => null))
    expect(tried[0]?.timeRatio).toBeNull()
  })

  it('marks what MNN has no setting for as a “what if” without code, after all else', () => {
    const { remedies } = adviceFor('iresnet100', { ...FOUNDING, threads: 1 })
    const whatIfs = remedies.filter(({ whatIf }) => whatIf)
    expect(whatIfs.length).toBeGreaterThan(0)
    for (const { changes, code } of whatIfs) {
      expect(changes.map(({ kind }) => kind)).toEqual(['overrides'])
      expect(code).toEqual([])
    }
  })
})

describe('modelled time', () => {
  it('is shared among threads where the algorithms are the same', () => {
    const low: Configuration = { ...FOUNDING, profile: 'mnn-2.8.1-low-memory' }
    const plans = [4, 1].map((threads) => planOf(modelOf('iresnet100'), { ...low, threads }))
    const [four, one] = plans as [Plan, Plan]
    // Nine tiles of 14 × 14 positions among four threads: one has three of them.
    expect(timeRatio(four, one)).toBeGreaterThan(2.5)
    expect(timeRatio(four, one)).toBeLessThan(4)
  })

  it('of a forced layer changes by the time of its candidate', () => {
    const now = planOf(modelOf('iresnet100'), { ...FOUNDING, threads: 1 })
    const winograd = [...now.decisions].reverse().find(({ unit }) => unit === 4)
    const tiled = winograd?.candidates.find(({ algorithm }) => algorithm === 'tiled')
    const layers = modelOf('iresnet100').shaped.model.nodes[winograd?.node ?? -1]?.name ?? ''
    const forced = planOf(modelOf('iresnet100'), { ...now.configuration, overrides: [{ layers, algorithm: 'tiled' }] })
    expect(tiled?.operations).toBe(2 * (winograd?.macs ?? 0))
    const more = (tiled?.nanoseconds ?? 0) - (winograd?.nanoseconds ?? 0)
    expect(more).toBeGreaterThan(0)
    expect(timeRatio(now, forced)).toBeCloseTo(1 + more / (modelledTime(now) + (now.othersNanoseconds ?? 0)), 12)
  })
})
