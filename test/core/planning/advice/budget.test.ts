// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import type { Configuration, Override } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { withinBudget } from '#core/planning/advice/budget'
import { modelledTime } from '#core/planning/advice/time'
import type { PlanningInput } from '#core/planning/engine'
import { createPlan } from '#core/planning/plan'
import { finish } from '#core/planning/steps'
import { strictCatalog } from '../engines/convscope/lowering/strict-catalog'
import { ModelSketch } from '../engines/mnn/model-sketch'
import { inputOf, planOf, sample } from './samples'

type Model = Omit<PlanningInput, 'configuration'>

const FOUNDING: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' }

let iresnet: Model
beforeAll(async () => {
  iresnet = await sample('iresnet100')
})

function answer(model: Model, configuration: Configuration, bytes: number) {
  return finish(withinBudget(inputOf(model, configuration), bytes))
}

/** Three 3×3 layers of unlike size and a 1×1 one. */
function small(): Model {
  const sketch = new ModelSketch('mnn')
  let x = sketch.conv(sketch.input([1, 16, 40, 40]), { outChannels: 32, kernel: 3, pad: 1 })
  x = sketch.conv(x, { outChannels: 48, kernel: 3, pad: 1, stride: 1 })
  x = sketch.conv(x, { outChannels: 24, kernel: 1 })
  x = sketch.conv(x, { outChannels: 64, kernel: 3, pad: 1 })
  return { modelId: 'm', shaped: sketch.shaped([x]), fileBytes: 0, catalog: strictCatalog }
}

/** The plan of every combination of candidates. */
function everyPlan(model: Model, configuration: Configuration): Plan[] {
  const own = planOf(model, configuration)
  let combinations: Override[][] = [[]]
  for (const { node, candidates } of own.decisions) {
    const possible = candidates.filter(({ packedWeightBytes }) => packedWeightBytes !== null)
    combinations = combinations.flatMap((chosen) =>
      possible.map(({ algorithm, unit }) => [
        ...chosen,
        { layers: `node ${node}`, algorithm, ...(unit === null ? {} : { unit }) },
      ]),
    )
  }
  return combinations.map((overrides) => planOf(model, { ...configuration, overrides }))
}

describe('the cheapest choice within a budget', { timeout: 60_000 }, () => {
  it.each(['mnn-1.0.1', 'mnn-2.8.1', 'convscope'])(
    'is nearly what trying every combination finds, under %s',
    (profile) => {
      const model = small()
      const configuration: Configuration = { ...FOUNDING, profile, settings: { memory: 'high' }, threads: 1 }
      const { totalBytes } = planOf(model, configuration)
      const plans = everyPlan(model, configuration)
      let fitting = 0
      for (const share of [0.5, 0.7, 0.8, 0.9, 1, 1.2, 2]) {
        const bytes = Math.floor(share * totalBytes)
        const least = Math.min(...plans.filter((plan) => plan.totalBytes <= bytes).map(modelledTime))
        const found = answer(model, configuration, bytes)
        if (!Number.isFinite(least)) {
          expect(found.fits, `${share}`).toBe(false)
          continue
        }
        fitting += 1
        if (!found.fits || found.remedy.configuration === null) throw new Error(`nothing found at ${share}`)
        expect(found.remedy.totalBytes).toBeLessThanOrEqual(bytes)
        // Where workspaces share blocks, a larger choice can fit though a smaller one does not.
        const time = modelledTime(planOf(model, found.remedy.configuration))
        expect(time / least, `${share}`).toBeLessThan(1.05)
      }
      expect(fitting).toBeGreaterThan(2)
    },
  )

  it('stays within, promises what its plan has, and gets faster with room', () => {
    const now = planOf(iresnet, FOUNDING)
    let before = Number.POSITIVE_INFINITY
    for (const share of [0.45, 0.8, 1.2]) {
      const found = answer(iresnet, FOUNDING, share * now.totalBytes)
      if (!found.fits || found.remedy.configuration === null) throw new Error(`${share} does not fit`)
      const { remedy } = found
      expect(remedy.totalBytes).toBeLessThanOrEqual(share * now.totalBytes)
      expect(createPlan({ ...iresnet, configuration: found.remedy.configuration })).toMatchObject({
        ok: true,
        value: { totals: remedy.totals },
      })
      expect(remedy.timeRatio).toBeLessThanOrEqual(before)
      expect(remedy.whatIf).toBe(found.remedy.configuration.overrides !== undefined)
      before = remedy.timeRatio ?? Number.NaN
    }
  })

  it('is never slower than one setting for all layers that fits as well', () => {
    const hinted = planOf(iresnet, { ...FOUNDING, profile: 'mnn-3.6.1', settings: { winogradLevel: 1 } })
    const normal: Configuration = { ...FOUNDING, profile: 'mnn-3.6.1', settings: {} }
    const found = answer(iresnet, normal, hinted.totalBytes)
    if (!found.fits || found.remedy.configuration === null) throw new Error('nothing found')
    expect(modelledTime(planOf(iresnet, found.remedy.configuration))).toBeLessThanOrEqual(modelledTime(hinted))
  })

  it('is one that ncnn can be told in the file, where there is one', () => {
    const configuration: Configuration = { profile: 'ncnn-20260526', settings: {}, threads: 1, isa: 'avx2' }
    const model = small()
    const now = planOf(model, configuration)
    const found = answer(model, configuration, 0.97 * now.totalBytes)
    if (!found.fits || found.remedy.configuration === null) throw new Error('nothing found')
    const { decisions } = planOf(model, found.remedy.configuration)
    const forced = decisions.flatMap(({ overridden }) => overridden ?? [])
    expect(forced.length).toBeGreaterThan(0)
    expect(forced.map(({ told }) => told)).not.toContain(undefined)
    expect(found.remedy.whatIf).toBe(false)
  })

  it('says what the least is where nothing fits', () => {
    const found = answer(iresnet, FOUNDING, 2 ** 20)
    const tiled = planOf(iresnet, { ...FOUNDING, profile: 'mnn-2.8.1-low-memory' })
    expect(found).toEqual({ fits: false, leastBytes: tiled.totalBytes })
  })
})
