// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { PAST_FINDINGS } from '../core/model/support/past-findings'
import { engine } from './engine'

describe('what once ended in an exception is planned for Convscope’s own kernels too', () => {
  const { catalog } = engine()
  for (const memory of ['low', 'high']) {
    for (const { name, bytes, refused } of PAST_FINDINGS.filter((finding) => finding.refused === undefined)) {
      it(`${name}, ${memory} memory`, () => {
        const shaped = inferShapes(readOnnx('/m.onnx', bytes), {})
        if (!shaped.ok) throw new Error(`${refused} ${shaped.problem.code}`)
        const configuration = { profile: 'convscope', isa: 'avx2', threads: 2, settings: { memory } } as const
        const input = { modelId: 'm', shaped: shaped.value, fileBytes: bytes.length, configuration, catalog }
        const plan = createPlan(input)
        expect(plan.ok ? 'planned' : english(plan.problem.message)).toBe('planned')
      })
    }
  }

  it('tells of a slope that is no number why the kernels do not take it', () => {
    const found = PAST_FINDINGS.find(({ name }) => name === 'a slope that is no number')
    const shaped = inferShapes(readOnnx('/m.onnx', found?.bytes ?? new Uint8Array()), {})
    if (!shaped.ok) throw new Error(shaped.problem.code)
    const configuration = { profile: 'convscope', isa: 'avx2', threads: 2, settings: { memory: 'high' } } as const
    const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes: 9, configuration, catalog })
    const told = plan.ok && plan.value.notes.some((note) => note.id === 'note.cannotExecute')
    expect(told).toBe(true)
  })
})
