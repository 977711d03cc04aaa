// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { PROFILES } from '#core/planning/engines/index'
import { changedConfiguration, configurationKey, sameConfiguration } from '#renderer/lib/configurations'

const AVX512: Configuration = { profile: 'mnn-3.6.1', settings: {}, threads: 2, isa: 'avx512' }

const PROFILE_TRAITS = PROFILES.map(({ traits }) => traits)
const changed = (before: Configuration, change: Partial<Configuration>) =>
  changedConfiguration(PROFILE_TRAITS, before, change)

describe('changing the configuration', () => {
  it('keeps the instruction set where the new profile has it', () => {
    expect(changed(AVX512, { profile: 'mnn-2.8.1' }).isa).toBe('avx512')
  })

  it('falls back within the family where it does not', () => {
    const half: Configuration = { ...AVX512, isa: 'arm64-fp16', settings: { precision: 'low' } }
    expect(changed(half, { profile: 'mnn-1.0.1' })).toEqual({
      ...AVX512,
      profile: 'mnn-1.0.1',
      isa: 'arm64',
    })
    const narrow: Configuration = { ...AVX512, isa: 'arm32' }
    expect(changed(narrow, { profile: 'convscope' }).isa).toBe('arm64')
  })

  it('drops a Winograd level that the new profile has no hint for, and the default one', () => {
    const level = changed(AVX512, { settings: { winogradLevel: 1 } })
    expect(level.settings).toEqual({ winogradLevel: 1 })
    expect(changed(level, { profile: 'mnn-3.6.1-low-memory' }).settings).toEqual({ winogradLevel: 1 })
    expect(changed(level, { profile: 'mnn-2.8.1' })).toEqual({ ...AVX512, profile: 'mnn-2.8.1' })
    expect(changed(level, { settings: { winogradLevel: 3 } })).toEqual(AVX512)
  })

  it('keeps overrides until none is left, and tells configurations apart by them', () => {
    const forced = changed(AVX512, { overrides: [{ layers: 'a', algorithm: 'tiled' }] })
    expect(changed(forced, { threads: 2 })).toEqual(forced)
    expect(sameConfiguration(forced, AVX512)).toBe(false)
    expect(changed(forced, { overrides: [] })).toEqual(AVX512)
  })

  it('tells configurations apart by their settings', () => {
    expect(sameConfiguration(AVX512, { ...AVX512, settings: { winogradLevel: 2 } })).toBe(false)
    expect(configurationKey({ ...AVX512, settings: { precision: 'low' } })).not.toBe(configurationKey(AVX512))
  })
})
