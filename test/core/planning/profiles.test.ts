// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { DEFAULT_PROFILE, PROFILES, profileOf } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { SPEAKERS } from '#messages/say'
import { ModelSketch } from './engines/mnn/model-sketch'

const sketch = new ModelSketch('mnn')
const shaped = sketch.shaped([sketch.conv(sketch.input([1, 8, 14, 14]), { outChannels: 8, kernel: 3, pad: 1 })])

describe('the list of profiles', () => {
  it('declares settings that have words in every language, and their default among their values', () => {
    for (const { id, values, default: initial } of PROFILES.flatMap(({ traits }) => traits.settings)) {
      expect(values).toContain(initial)
      for (const say of Object.values(SPEAKERS)) expect(say({ id: 'setting.title', setting: id })).not.toBe(id)
    }
  })

  it('names each once, and the default one', () => {
    const ids = PROFILES.map(({ traits }) => traits.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(profileOf(DEFAULT_PROFILE)?.traits.id).toBe(DEFAULT_PROFILE)
    expect(profileOf('unheard-of')).toBeUndefined()
  })

  it.each(PROFILES.filter(({ traits }) => traits.id !== 'convscope'))(
    '$traits.id: plans for every instruction set that it offers, and takes the hints that it offers',
    ({ traits: { id: profile, instructionSets, settings } }) => {
      const accepts = (isa: (typeof instructionSets)[number], winogradLevel: 1 | 3) => {
        const configuration = {
          profile,
          settings: winogradLevel === 3 ? {} : { winogradLevel },
          threads: 2,
          isa,
        } as const
        return createPlan({ modelId: 'm', shaped, fileBytes: 1e6, configuration, catalog: null }).ok
      }
      expect(instructionSets.map((isa) => accepts(isa, 3))).toEqual(instructionSets.map(() => true))
      expect(instructionSets.map((isa) => accepts(isa, 1))).toEqual(
        instructionSets.map(() => settings.some(({ id }) => id === 'winogradLevel')),
      )
    },
  )
})
