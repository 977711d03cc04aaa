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

  it('declares targets that every build of the version can be, each named once', () => {
    for (const { traits, setup } of PROFILES) {
      const { targets = [] } = traits
      expect(new Set(targets.map(({ id }) => id)).size).toBe(targets.length)
      for (const { profile, isa, settings } of targets) {
        const other = profileOf(profile)
        expect(other?.setup).toMatchObject({ engine: setup.engine, version: setup.version })
        expect(other?.traits.instructionSets).toContain(isa)
        for (const [id, value] of Object.entries(settings)) {
          expect(other?.traits.settings.find((setting) => setting.id === id)?.values).toContain(value)
        }
      }
    }
    const idsOf = (id: string) => profileOf(id)?.traits.targets?.map((target) => target.id) ?? []
    expect(idsOf('mnn-1.0.1')).toEqual(['x86', 'phone', 'phone-32'])
    expect(idsOf('mnn-2.5.3')).not.toContain('x86-low-memory')
    expect(idsOf('mnn-3.6.1')).toContain('x86-low-memory')
  })

  it('tells releases whose rules were only read from those with the rules of a measured one', () => {
    const onlyReadOn = (backend: string) => (profile: string) => {
      const settings = profile.startsWith('mnn') ? { backend, gpuMemory: 'buffer' } : {}
      return profileOf(profile)?.onlyRead?.({ profile, threads: 1, isa: 'avx2', settings }) === true
    }
    const onlyRead = onlyReadOn('cpu')
    // 2.8.4 brought the Winograd memory level; 1.1.6 has the rules of 1.1.5, and 2.8.0 those of 2.8.1.
    expect(['mnn-2.8.4', 'mnn-1.1.6', 'mnn-2.8.0', 'mnn-2.8.1'].map(onlyRead)).toEqual([true, false, false, false])
    // The measured builds with MNN_LOW_MEMORY are those of 2.8.1 and 3.6.1.
    expect(['mnn-3.2.5', 'mnn-3.2.5-low-memory'].map(onlyRead)).toEqual([false, true])
    // Every set of ncnn's rules has been measured.
    expect(['ncnn-20220701', 'ncnn-20230223', 'convscope'].map(onlyRead)).toEqual([false, false, false])
    // On a GPU others were: 2.8.3 has the CPU's rules of 2.8.1.
    expect(['mnn-2.8.1', 'mnn-2.8.3', 'mnn-2.9.5', 'mnn-3.2.5', 'mnn-3.6.1'].map(onlyReadOn('opencl'))).toEqual([
      ...[false, true, false, true, false],
    ])
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
