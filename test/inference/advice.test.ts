// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { buildSample } from '#core/model/samples/index'
import { type AdviceInput, advise } from '#core/planning/advice/advise'
import { withinBudget } from '#core/planning/advice/budget'
import { finish } from '#core/planning/steps'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { engine } from './engine'
import { execute, openSubject, planOf, type Subject } from './execute'
import { expectAsPlanned } from './planned'

const path = temporaryFolder()
const [isa = 'sse'] = engine().executableIsas
const FASTEST: Configuration = { profile: 'convscope', settings: { memory: 'high' }, threads: 2, isa }

let subject: Subject
beforeAll(async () => {
  const file = path('squeezenet.onnx')
  await writeFile(file, buildSample('squeezenet'))
  subject = await openSubject(file)
})

function input(configuration: Configuration): AdviceInput {
  const { opened, shaped } = subject
  const planning = { modelId: 'm', shaped, fileBytes: opened.fileBytes, configuration, catalog: engine().catalog }
  return { planning, plan: planOf(subject, configuration), modelFile: 'squeezenet.onnx' }
}

// Convscope's own engine has a setting for every layer: what is promised can be measured.
describe('advice for Convscope’s engine', () => {
  it('promises what plans of its remedies have', () => {
    const { remedies } = finish(advise(input(FASTEST)))
    expect(remedies.length).toBeGreaterThan(0)
    for (const remedy of remedies) {
      if (remedy.configuration === null) throw new Error('Convscope keeps no model buffer')
      expect(remedy.whatIf).toBe(false)
      expect(planOf(subject, remedy.configuration).totals).toEqual(remedy.totals)
      expect(remedy.code.map(({ language }) => language)).toEqual(['sh', 'json'])
    }
  })

  it('finds a choice within a budget that runs as promised', async () => {
    const least = planOf(subject, { ...FASTEST, settings: { memory: 'low' } }).totalBytes
    const most = planOf(subject, FASTEST).totalBytes
    const budgetBytes = Math.floor((least + most) / 2)
    const answer = finish(withinBudget(input(FASTEST), budgetBytes))
    if (!answer.fits || answer.remedy.configuration === null) throw new Error('nothing fits')
    expect(answer.remedy.totalBytes).toBeLessThanOrEqual(budgetBytes)
    const execution = await execute(subject, answer.remedy.configuration)
    expect(execution.plan.totals).toEqual(answer.remedy.totals)
    expectAsPlanned(execution)
  })
})
