import { describe, expect, it } from 'vitest'
import { PROFILE_IDS, profileTraits } from '#contract/configuration'
import { PROFILES } from '#main/planning/profiles/index'
import { MNN_1_0_1 } from '#main/planning/profiles/mnn-1.0.1'
import { MNN_2_8_1 } from '#main/planning/profiles/mnn-2.8.1'
import { MNN_2_8_1_LOW_MEMORY } from '#main/planning/profiles/mnn-2.8.1-low-memory'
import { MNN_3_6_1 } from '#main/planning/profiles/mnn-3.6.1'
import { MNN_3_6_1_LOW_MEMORY } from '#main/planning/profiles/mnn-3.6.1-low-memory'

describe('the lists of profiles', () => {
  it('name the same', () => {
    expect(PROFILES.map(({ id }) => id)).toEqual(PROFILE_IDS)
  })

  it.each([
    ['mnn-1.0.1', MNN_1_0_1],
    ['mnn-2.8.1', MNN_2_8_1],
    ['mnn-2.8.1-low-memory', MNN_2_8_1_LOW_MEMORY],
    ['mnn-3.6.1', MNN_3_6_1],
    ['mnn-3.6.1-low-memory', MNN_3_6_1_LOW_MEMORY],
  ] as const)('%s: offers the instruction sets and hints that the engine has', (id, engine) => {
    const { instructionSets, hasWinogradLevel } = profileTraits(id)
    expect([...instructionSets].sort()).toEqual(Object.keys(engine.cores).sort())
    expect(hasWinogradLevel).toBe(engine.hasWinogradLevel)
  })
})
