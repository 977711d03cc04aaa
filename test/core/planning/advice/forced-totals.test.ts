// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { forcedTotals } from '#core/planning/advice/forced-totals'
import { createPlan } from '#core/planning/plan'
import { finish } from '#core/planning/steps'
import { english } from '#messages/say'
import { ModelSketch } from '../engines/mnn/model-sketch'

const MIB = 2 ** 20

function made(shaped: ShapedModel, configuration: Configuration): Plan {
  const plan = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return plan.value
}

function forced(shaped: ShapedModel, profile: string, threads = 2, node = 0) {
  const plan = made(shaped, { profile, settings: {}, threads, isa: 'avx2' })
  const decision = plan.decisions.find((each) => each.node === node)
  if (decision === undefined) throw new Error('no row')
  const nameOf = (each: number) => shaped.model.nodes[each]?.name ?? ''
  const totals = finish(forcedTotals(plan, decision, nameOf, (configuration) => made(shaped, configuration)))
  return { plan, decision, totals }
}

/** As in the report of a 1×1 layer with as much scratch as weights. */
function wide() {
  const sketch = new ModelSketch('onnx')
  return sketch.shaped([sketch.conv(sketch.input([1, 8192, 14, 14]), { outChannels: 8192, kernel: 1 })])
}

describe('what forcing a candidate does to the whole plan', () => {
  it('2.8.1: scratch from tiling, which the pool keeps, is told with the candidate', () => {
    const { plan, decision, totals } = forced(wide(), 'mnn-2.8.1')
    expect(decision.candidates.map(({ algorithm }) => algorithm)).toEqual(['strassen-1x1', 'tiled'])
    const [strassen, tiled] = totals
    expect(strassen).toMatchObject({ totalBytes: plan.totalBytes, keptScratchDelta: 0 })
    // The scratch holds all weights; the dynamic block is cut from it, and its rest stays.
    const block = 2 * 14 * 14 * 8192 * 4 + (decision.candidates[1]?.workspaceBytes ?? 0)
    expect(tiled?.keptScratchDelta).toBe(256 * MIB - block)
    expect(tiled?.deltas.packedWeights).toBe(tiled?.keptScratchDelta)
    expect(tiled?.deltas.workspace).toBeLessThan(0)
    expect((tiled?.totalBytes ?? 0) - plan.totalBytes).toBeGreaterThan(150 * MIB)
  })

  it('3.6.1: no scratch stays, so that tiling takes what its line says', () => {
    const { plan, decision, totals } = forced(wide(), 'mnn-3.6.1')
    const own = decision.candidates.map(({ workspaceBytes }) => workspaceBytes ?? 0)
    expect(totals[1]).toMatchObject({ keptScratchDelta: 0, deltas: { packedWeights: 0 } })
    expect((totals[1]?.totalBytes ?? 0) - plan.totalBytes).toBe((own[1] ?? 0) - (own[0] ?? 0))
  })

  it.each(['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1', 'ncnn-20240820'])(
    '%s: is the total that the override gives',
    (profile) => {
      const sketch = new ModelSketch('onnx')
      const first = sketch.conv(sketch.input([1, 16, 28, 28]), { outChannels: 64, kernel: 3, pad: 1 })
      const grouped = sketch.conv(first, { outChannels: 64, kernel: 3, pad: 1, group: 4 })
      const shaped = sketch.shaped([sketch.conv(grouped, { outChannels: 32, kernel: 1 })])
      for (const node of [0, 1, 2]) {
        const { plan, decision, totals } = forced(shaped, profile, 2, node)
        for (const [
          index,
          { algorithm, unit, packedWeightBytes, workspaceBytes, verdict },
        ] of decision.candidates.entries()) {
          const told = totals[index]
          if (told == null || verdict === 'chosen') continue
          const override = { layers: `node ${node}`, algorithm, ...(unit === null ? {} : { unit }) }
          const got = made(shaped, { ...plan.configuration, overrides: [override] })
          expect(got.totalBytes).toBe(told.totalBytes)
          const row = got.decisions.find((each) => each.node === node)
          expect(row).toMatchObject({ packedWeightBytes, workspaceBytes })
        }
        expect(totals.filter((each) => each !== null).length).toBeGreaterThan(0)
      }
    },
  )

  it('is not told of layers whose name does not tell them apart', () => {
    const shaped = wide()
    const nodes = shaped.model.nodes.map((node) => ({ ...node, name: '' }))
    const { totals } = forced({ ...shaped, model: { ...shaped.model, nodes } }, 'mnn-2.8.1')
    expect(totals.map((each) => each === null)).toEqual([false, true])
  })
})
