// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { PAST_FINDINGS } from './support/past-findings'

const PROFILES = ['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1', 'ncnn-20260526']
/** Files that take seconds under each profile. */
const LARGE = 100_000

describe('what once ended in an exception', () => {
  for (const { name, bytes, refused, stop } of PAST_FINDINGS) {
    it(name, () => {
      const shaped = inferShapes(readOnnx('/m.onnx', bytes), {})
      if (refused !== undefined) {
        expect(shaped.ok ? 'planned' : english(shaped.problem.message)).toMatch(refused)
        return
      }
      if (!shaped.ok) throw new Error(english(shaped.problem.message))
      const [operation] = shaped.value.operations
      if (stop !== undefined) expect(operation).toMatchObject({ kind: 'Unsupported' })
      if (stop !== undefined && operation?.kind === 'Unsupported') expect(english(operation.why)).toMatch(stop)
      for (const profile of bytes.length > LARGE ? ['mnn-2.8.1'] : PROFILES) {
        const configuration = { profile, isa: 'avx2', threads: 4, settings: {} } as const
        const input = { modelId: 'm', shaped: shaped.value, fileBytes: bytes.length, configuration, catalog: null }
        const plan = createPlan(input)
        expect(plan.ok ? 'planned' : english(plan.problem.message), profile).toBe('planned')
      }
    })
  }
})
