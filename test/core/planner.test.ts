// SPDX-License-Identifier: Apache-2.0
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { createPlanner } from '#core/planner'
import { openSample } from './support/open-sample'

const CONFIGURATION: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 2, isa: 'avx2' }

describe('plans of the open model', () => {
  it('are made once for each configuration, and anew after many others', async () => {
    const { planner, id } = await openSample()
    const first = planner.plan(id, CONFIGURATION)
    expect(planner.plan(id, { ...CONFIGURATION })).toBe(first)
    const other = planner.plan(id, { ...CONFIGURATION, isa: 'avx512' })
    expect(other.ok && first.ok && other.value.totalBytes !== first.value.totalBytes).toBe(true)
    for (let threads = 3; threads < 40; threads++) planner.plan(id, { ...CONFIGURATION, threads })
    const again = planner.plan(id, CONFIGURATION)
    expect(again).not.toBe(first)
    expect(again).toEqual(first)
  })

  it('are made of the other memory modes in anticipation, of the newest configuration only', async () => {
    const { store, engine, id } = await openSample()
    let made = 0
    const get: typeof store.get = (modelId) => {
      made += 1
      return store.get(modelId)
    }
    const planner = createPlanner({ store: { ...store, get }, engine })
    planner.anticipate(id, { ...CONFIGURATION, threads: 1 })
    planner.anticipate(id, CONFIGURATION)
    await expect.poll(() => made).toBe(2)
    await setTimeout(200)
    expect(made).toBe(2)
  })

  it('are refused for a model that is no longer open, planned before or not', async () => {
    const { store, planner, id } = await openSample()
    expect(planner.plan(id, CONFIGURATION).ok).toBe(true)
    const reshaped = store.setInputShapes(id, {})
    expect(reshaped.ok).toBe(true)
    expect(planner.plan(id, CONFIGURATION)).toMatchObject({ ok: false, problem: { code: 'model/not-open' } })
  })
})
