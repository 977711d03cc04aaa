// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { ProfileId } from '#contract/configuration'
import { profileOf } from '#core/planning/engines/index'
import { changed, once } from '#core/planning/lazy'
import { planOf, sample } from './advice/samples'

describe('what is worked out when it is asked for', () => {
  it('is worked out once, and by no change of something else', () => {
    let asked = 0
    const found = once(() => ++asked)
    const first: { readonly a: number; readonly b: number } = {
      a: 1,
      get b() {
        return found()
      },
    }
    const second = changed(first, { a: 2 })
    expect(asked).toBe(0)
    expect({ ...second }).toEqual({ a: 2, b: 1 })
    expect(structuredClone(second)).toEqual({ a: 2, b: 1 })
    expect(asked).toBe(1)
  })

  it.each<ProfileId>(['mnn-1.0.1', 'mnn-2.8.1', 'ncnn-20241226'])(
    'is what a decision of %s depends on, and notes',
    async (profile) => {
      const { traits } = profileOf(profile) ?? {}
      const configuration = { profile, settings: {}, threads: 4, isa: traits?.defaultIsa ?? 'avx2' } as const
      const plan = planOf(await sample('squeezenet'), configuration)
      const { decisions } = plan
      for (const decision of decisions.filter(({ candidates }) => candidates.length > 0)) {
        expect(Object.getOwnPropertyDescriptor(decision, 'dependsOn')?.get).toBeTypeOf('function')
      }
      expect(Object.getOwnPropertyDescriptor(plan, 'notes')?.get).toBeTypeOf('function')
      const told = structuredClone(plan)
      expect(told.decisions.flatMap(({ dependsOn }) => dependsOn)).toContain('kernel')
      expect(told.notes.length).toBeGreaterThan(0)
    },
  )
})
