import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { writeSample } from '#app/models/sample-files'
import type { Configuration } from '#contract/configuration'
import { createModelStore } from '#core/model-store'
import { createPlanner } from '#core/planner'
import { english } from '#messages/say'

const CONFIGURATION: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 2, isa: 'avx2' }

async function openSample() {
  const file = await writeSample('squeezenet', mkdtempSync(join(tmpdir(), 'convscope-planner-')))
  if (!file.ok) throw new Error(english(file.problem.message))
  const store = createModelStore()
  const view = await store.open(file.value, () => {})
  if (!view.ok) throw new Error(english(view.problem.message))
  return { store, planner: createPlanner({ store, catalog: null }), id: view.value.id }
}

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
    const { store, id } = await openSample()
    let made = 0
    const get: typeof store.get = (modelId) => {
      made += 1
      return store.get(modelId)
    }
    const planner = createPlanner({ store: { ...store, get }, catalog: null })
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
