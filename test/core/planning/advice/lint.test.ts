// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import type { Lint, LintKind } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { advise } from '#core/planning/advice/advise'
import type { PlanningInput } from '#core/planning/engine'
import { finish } from '#core/planning/steps'
import { ModelSketch } from '../engines/mnn/model-sketch'
import { inputOf, planOf, sample } from './samples'

type Model = Omit<PlanningInput, 'configuration'>

const LOW: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' }

function lints(model: Model, configuration: Configuration): Partial<Record<LintKind, Lint>> {
  const all = finish(advise(inputOf(model, configuration))).lints
  return Object.fromEntries(all.map((each) => [each.kind, each]))
}

function sketched(draw: (sketch: ModelSketch) => number): Model {
  const sketch = new ModelSketch('mnn')
  return { modelId: 'm', shaped: sketch.shaped([draw(sketch)]), fileBytes: 0, catalog: null }
}

let iresnet: Model
let squeezenet: Model
beforeAll(async () => {
  iresnet = await sample('iresnet100')
  squeezenet = await sample('squeezenet')
})

describe('low memory asked for and ignored', { timeout: 60_000 }, () => {
  it('is the difference to the build that heeds it', () => {
    const found = lints(iresnet, LOW)['setting-ignored']
    const heeded = planOf(iresnet, { ...LOW, profile: 'mnn-2.8.1-low-memory' })
    expect(found?.bytes).toBe(planOf(iresnet, LOW).totalBytes - heeded.totalBytes)
    expect(found?.layers.length).toBeGreaterThan(90)
  })

  it.each<[string, Configuration]>([
    ['nothing is asked for', { ...LOW, settings: {} }],
    ['1.0.1 heeds it', { ...LOW, profile: 'mnn-1.0.1' }],
    ['the build heeds it', { ...LOW, profile: 'mnn-2.8.1-low-memory' }],
    ['3.6.1 heeds it', { ...LOW, profile: 'mnn-3.6.1' }],
  ])('is not said where %s', (_why, configuration) => {
    expect(lints(iresnet, configuration)['setting-ignored']).toBeUndefined()
  })

  it('is said of 3.6.1 built with MNN_LOW_MEMORY', () => {
    expect(lints(squeezenet, { ...LOW, profile: 'mnn-3.6.1-low-memory' })['setting-ignored']).toBeDefined()
  })
})

describe('workspace above all activations', { timeout: 60_000 }, () => {
  it('names the layers, largest first', () => {
    const found = lints(iresnet, LOW)['workspace-over-activations']
    const plan = planOf(iresnet, LOW)
    const larger = plan.decisions.filter(({ workspaceBytes }) => (workspaceBytes ?? 0) > plan.totals.activations)
    expect(found?.layers.map(({ node }) => node).sort()).toEqual(larger.map(({ node }) => node).sort())
    const bytes = found?.layers.map((layer) => layer.bytes) ?? []
    expect(bytes).toEqual([...bytes].sort((a, b) => b - a))
    expect(found?.bytes).toBe(bytes[0])
  })

  it('is not said where tiling keeps it small', () => {
    expect(lints(iresnet, { ...LOW, profile: 'mnn-1.0.1' })['workspace-over-activations']).toBeUndefined()
  })
})

describe('Winograd without gain', () => {
  /** One pixel needs a whole tile: the transforms outweigh what is saved. */
  const pixel = () =>
    sketched((sketch) => sketch.conv(sketch.input([1, 8, 2, 2]), { outChannels: 8, kernel: 3, pad: 1 }))

  it('is said of a layer that is forced to it', () => {
    const forced: Configuration = { ...LOW, overrides: [{ layers: 'node 0', algorithm: 'winograd', unit: 6 }] }
    const model = pixel()
    const plan = planOf(model, forced)
    const tiled = plan.decisions[0]?.candidates.find(({ algorithm }) => algorithm === 'tiled')
    const excess = (plan.decisions[0]?.packedWeightBytes ?? 0) - (tiled?.packedWeightBytes ?? 0)
    expect(lints(model, forced)['winograd-without-gain']).toMatchObject({ bytes: excess, layers: [{ node: 0 }] })
  })

  it('is said of every engine, against whichever of its algorithms packs least', () => {
    const ncnn: Configuration = { profile: 'ncnn-20260526', settings: {}, threads: 1, isa: 'avx2' }
    const model = sketched((sketch) => sketch.conv(sketch.input([1, 16, 2, 2]), { outChannels: 16, kernel: 3, pad: 1 }))
    // F(6,3) keeps 64 values for each of 16 × 16 kernels, GEMM and direct nine.
    expect(lints(model, ncnn)['winograd-without-gain']).toMatchObject({
      bytes: 4 * (64 - 9) * 256,
      layers: [{ node: 0 }],
    })
  })

  it('is said of no layer where it pays', () => {
    // Of ResNet100's first layer alone, with its three channels: a build of 3.6.1 took 1.03 ms for it, tiled 0.71.
    expect(lints(iresnet, { ...LOW, threads: 1 })['winograd-without-gain']?.layers).toHaveLength(1)
  })
})

describe('inflated weights', { timeout: 60_000 }, () => {
  it('are said with their figures', () => {
    const { decisions } = planOf(iresnet, LOW)
    const inFile = decisions.reduce((sum, { weightBytes }) => sum + (weightBytes ?? 0), 0)
    const packed = decisions.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
    expect(lints(iresnet, LOW)['inflated-weights']).toMatchObject({ bytes: packed - inFile, ratio: packed / inFile })
  })

  it('are not said of tiled weights, or where there are none', () => {
    expect(lints(iresnet, { ...LOW, profile: 'mnn-1.0.1' })['inflated-weights']).toBeUndefined()
    const empty = sketched((sketch) => sketch.input([1, 8, 2, 2]))
    expect(lints(empty, LOW)).toEqual({})
  })
})
