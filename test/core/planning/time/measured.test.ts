// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { timeRatio } from '#core/planning/advice/time'
import type { PlanningInput } from '#core/planning/engine'
import { createPlan } from '#core/planning/plan'
import { sample } from '../advice/samples'
import { fixtureRows } from '../engines/mnn/golden-data'

const rows = fixtureRows('mnn-times.json').flatMap((golden) => (golden.kind === 'time' ? [golden.row] : []))

describe('modelled time against measured', () => {
  it('has ResNet100 tiled against Winograd as a real build of 3.6.1 has it', async () => {
    const model = await sample('iresnet100')
    for (const isa of ['avx2', 'sse'] as const) {
      const row = rows.find(({ version, build, model: name }) => {
        return version === '3.6.1' && build === isa && name.startsWith('iresnet100')
      })
      if (row === undefined) throw new Error('the fixtures have no such row')
      const measured = row.convolutions.low / row.convolutions.normal
      const { machine } = row
      const modelled = ratio({ ...model, machine }, isa)
      expect(modelled / measured).toBeGreaterThan(0.9)
      expect(modelled / measured).toBeLessThan(1.1)
      // The default machine is not the one that was measured, but not far from it.
      expect(ratio(model, isa) / measured).toBeGreaterThan(0.8)
      expect(ratio(model, isa) / measured).toBeLessThan(1.2)
    }
  })
})

function ratio(input: Omit<PlanningInput, 'configuration'>, isa: Configuration['isa']): number {
  const planOf = (memory: string) => {
    const configuration: Configuration = { profile: 'mnn-3.6.1', isa, threads: 1, settings: { memory } }
    const plan = createPlan({ ...input, configuration })
    if (!plan.ok) throw new Error(plan.problem.code)
    return plan.value
  }
  return timeRatio(planOf('normal'), planOf('low')) ?? Number.NaN
}
