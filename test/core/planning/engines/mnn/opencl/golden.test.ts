// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isLowerBound } from '#contract/plan'
import { inferShapes } from '#core/model/infer-shapes'
import { createPlan } from '#core/planning/plan'
import { ModelShelf } from '../../../../../golden/model-shelf'
import { gpuOutcome } from '../../../../../golden/opencl'
import type { GpuRow } from '../../../../../golden/rows'
import { fixtureRows } from '../golden-data'

const models = fileURLToPath(new URL('../../../../../../../shared/models', import.meta.url))
const own = fileURLToPath(new URL('../../../../../fixtures/golden/models', import.meta.url))
const shelf = new ModelShelf([models, own])
const rows = fixtureRows('mnn-opencl.jsonl').flatMap(({ kind, row }): GpuRow[] => (kind === 'gpu-session' ? [row] : []))

/** Those of small models that ran; npm run golden has them all. */
const quick = rows.filter(({ model, rc }) => rc === 0 && /^(ch_|face|hand|light|squeezenet_int)/.test(model))
const isResized = ({ created, resized }: GpuRow) => created.live.all > 0 && created.live.all !== resized.live.all
/** One of each release, kind of memory and model, of each model on a GPU with subgroups, and resized. */
const some = [
  ...new Map(
    quick.map((row) => {
      const { version, mode, model, device } = row
      return [`${version} ${mode} ${model} ${device === 'intelsg'} ${isResized(row)}`, row] as const
    }),
  ).values(),
].filter(({ device, mode }) => device !== 'intelsg' || mode === 'buffer')

describe.skipIf(!existsSync(models))(
  'OpenCL against a driver that runs nothing (skipped where ../shared is absent)',
  () => {
    it('has a row of each release, kind of memory and model, of subgroups and of resized sessions', () => {
      expect(some.length).toBe(117)
    })

    it.each([...new Set(some.map(({ model }) => model))])('%s: to the byte, at every moment', async (model) => {
      const opened = await shelf.load(model)
      if (!opened?.ok) throw new Error(`no file for ${model}`)
      for (const row of some.filter((each) => each.model === model)) {
        const judged = gpuOutcome(row, opened.value)
        if (!judged?.ok) throw new Error(`no plan for ${model}`)
        expect(judged.value.detail, judged.value.label).toBe('')
      }
    })
  },
)

it('integers that stay on a GPU are known of 3.6.1, and make the total “at least” in releases that were not read', async () => {
  const opened = await shelf.load('squeezenet_int8.mnn')
  if (!opened?.ok) throw new Error('no file')
  const shaped = inferShapes(opened.value.model, {})
  if (!shaped.ok) throw new Error('no shapes')
  const planFor = (profile: string, memory: string) => {
    const settings = { backend: 'opencl', gpuMemory: 'buffer', memory }
    const plan = createPlan({
      ...{ modelId: 'm', shaped: shaped.value, fileBytes: 1, catalog: null },
      configuration: { profile, threads: 1, isa: 'avx2', settings },
    })
    return plan.ok ? plan.value : expect.fail('no plan')
  }
  const leavesOut = (profile: string, memory: string) => isLowerBound(planFor(profile, memory))
  const saysTuned = (memory: string) =>
    planFor('mnn-3.6.1-low-memory', memory).notes.some(({ id }) => id === 'note.gpuTuned')
  expect(['low', 'normal'].map(saysTuned)).toEqual([true, false])
  expect(leavesOut('mnn-3.6.1-low-memory', 'low')).toBe(false)
  expect(leavesOut('mnn-3.6.0-low-memory', 'low')).toBe(true)
  expect(leavesOut('mnn-3.6.0-low-memory', 'normal')).toBe(false)
})
