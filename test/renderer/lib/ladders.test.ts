// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { ok } from '#contract/errors'
import { PROFILES } from '#core/planning/engines/index'
import { coversConfiguration, redefinedSetting } from '#renderer/lib/ladders'
import { aLadder, aRelease } from '../features/releases/ladder'

const profiles = PROFILES.map(({ traits }) => traits)
const OF: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' }
const LADDERS = { of: OF, plans: 0, answer: ok([aLadder({}, [aRelease('2.8.1', 1), aRelease('3.6.1', 1)])]) }

describe('ladders that are there', () => {
  it('say all about other releases and other values of the setting that they go through', () => {
    expect(redefinedSetting(profiles, OF)?.id).toBe('memory')
    expect(coversConfiguration(profiles, LADDERS, OF)).toBe(true)
    expect(coversConfiguration(profiles, LADDERS, { ...OF, settings: {} })).toBe(true)
    expect(coversConfiguration(profiles, LADDERS, { ...OF, profile: 'mnn-3.6.1', settings: { memory: 'high' } })).toBe(
      true,
    )
  })

  it('say nothing about anything else', () => {
    expect(coversConfiguration(profiles, LADDERS, { ...OF, threads: 1 })).toBe(false)
    expect(coversConfiguration(profiles, LADDERS, { ...OF, isa: 'sse' })).toBe(false)
    expect(coversConfiguration(profiles, LADDERS, { ...OF, settings: { memory: 'low', winogradLevel: 1 } })).toBe(false)
    expect(coversConfiguration(profiles, LADDERS, { ...OF, profile: 'mnn-2.8.1-low-memory' })).toBe(false)
    expect(coversConfiguration(profiles, { ...LADDERS, answer: null }, { ...OF, profile: 'mnn-3.6.1' })).toBe(false)
  })
})
