// SPDX-License-Identifier: Apache-2.0

import { describe, expect, it } from 'vitest'
import { createAdviser } from '#app/plans/adviser'
import type { Configuration } from '#contract/configuration'
import { recommendedRemedy } from '#core/planning/advice/advise'
import { openSample } from '../../core/support/open-sample'

const CONFIGURATION: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 2, isa: 'avx2' }

async function openAdviser() {
  const { store, planner, id, view } = await openSample()
  const progress: number[] = []
  const asked: Configuration[] = []
  const watched: typeof planner = {
    ...planner,
    plan(modelId, configuration) {
      asked.push(configuration)
      return planner.plan(modelId, configuration)
    },
  }
  return {
    adviser: createAdviser({ store, planner: watched }, { progress: (_of, plans) => void progress.push(plans) }),
    id,
    nodeOf: (name: string) => view.nodes.findIndex((node) => node.name === name),
    progress,
    asked,
  }
}

describe('advice on the open model', { timeout: 60_000 }, () => {
  it('tells its progress and comes with code for the very file', async () => {
    const { adviser, id, progress } = await openAdviser()
    const advice = await adviser.advise(id, CONFIGURATION)
    expect(progress.length).toBeGreaterThan(3)
    expect(progress).toEqual(progress.map((_, index) => index + 1))
    const code = advice.ok ? advice.value.remedies.flatMap((remedy) => remedy.code) : []
    expect(code.some(({ text }) => text.includes('createFromFile("squeezenet.mnn")'))).toBe(true)
  })

  it('is made of plans of the planner, which keeps them', async () => {
    const { adviser, id, asked } = await openAdviser()
    const advice = await adviser.advise(id, CONFIGURATION)
    const wanted = advice.ok ? advice.value.remedies.flatMap(({ configuration }) => configuration ?? []) : []
    expect(wanted.length).toBeGreaterThan(1)
    for (const configuration of wanted) expect(asked).toContainEqual(configuration)
  })

  it('gives up what is no longer wanted, and a budget only for another budget', async () => {
    const { adviser, id } = await openAdviser()
    const first = adviser.advise(id, CONFIGURATION)
    const budget = adviser.withinBudget(id, CONFIGURATION, 2 ** 30)
    const second = adviser.advise(id, { ...CONFIGURATION, settings: { memory: 'high' } })
    expect(await first).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect(await budget).toMatchObject({ ok: true, value: { fits: true } })
    expect(await second).toMatchObject({ ok: true, value: { configuration: { settings: { memory: 'high' } } } })
    const cancelled = adviser.withinBudget(id, CONFIGURATION, 2 ** 30)
    adviser.cancelBudget()
    expect(await cancelled).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  })

  it('plans all releases in steps, keeps them, and gives them up when told', async () => {
    const { adviser, id, progress } = await openAdviser()
    const asked = adviser.releases(id, CONFIGURATION, ['low'])
    const ladders = await asked
    expect(ladders.ok && ladders.value.map(({ releases }) => releases.length)).toEqual([84])
    expect(progress.length).toBeGreaterThan(20)
    const plans = progress.length
    expect(await adviser.releases(id, CONFIGURATION, ['low'])).toEqual(ladders)
    expect(progress.length).toBe(plans)
    const given = adviser.releases(id, CONFIGURATION)
    adviser.cancelReleases()
    expect(await given).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  })

  it('names alone what is recommended', async () => {
    const { adviser, id } = await openAdviser()
    const advice = await adviser.advise(id, CONFIGURATION)
    const remedy = await adviser.remedy(id, CONFIGURATION)
    const remedies = advice.ok ? advice.value.remedies : []
    expect(remedy).toEqual({ ok: true, value: recommendedRemedy(CONFIGURATION, remedies) })
    expect(remedy.ok && remedy.value).not.toBeNull()
  })

  it('tells what the model takes with each candidate of a layer forced', async () => {
    const { adviser, id, asked, nodeOf } = await openAdviser()
    const conv = await adviser.forcedTotals(id, CONFIGURATION, nodeOf('fire2.expand3x3'))
    const nothing = await adviser.forcedTotals(id, CONFIGURATION, 1e6)
    const totals = conv.ok ? conv.value : []
    expect(totals.some((total) => total !== null && total.totalBytes > 0)).toBe(true)
    expect(asked.some(({ overrides }) => overrides?.length === 1)).toBe(true)
    expect(nothing).toEqual({ ok: true, value: [] })
  })

  it('is refused where the configuration is', async () => {
    const { adviser, id } = await openAdviser()
    const overrides = [{ layers: 'nothing', algorithm: 'tiled' } as const]
    expect(await adviser.advise(id, { ...CONFIGURATION, overrides })).toMatchObject({
      ok: false,
      problem: { code: 'plan/impossible-override' },
    })
    expect(await adviser.advise('gone', CONFIGURATION)).toMatchObject({ ok: false })
  })
})
