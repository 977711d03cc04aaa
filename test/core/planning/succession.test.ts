// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { firstAbove, type Release } from '#contract/releases'
import { createPlan } from '#core/planning/plan'
import { finish } from '#core/planning/steps'
import { ladderSteps, planReleases, redefinedSetting } from '#core/planning/succession'
import { openSample } from '../support/open-sample'

const CONFIGURATION: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 1, isa: 'avx2' }

const { planner, id } = await openSample()
const planned = planner.input(id, CONFIGURATION)
if (!planned.ok) throw new Error('the sample is open')
const { configuration: _, ...INPUT } = planned.value

describe('all releases of an engine', () => {
  const releases = planReleases(INPUT, CONFIGURATION)

  test('take what a plan of each of them says', () => {
    for (const version of ['1.0.1', '2.6.2', '2.8.1', '3.6.1']) {
      const configuration = { ...CONFIGURATION, profile: `mnn-${version}` }
      const plan = createPlan({ ...INPUT, configuration })
      const release = releases.find((each) => each.version === version)
      expect(release?.totals).toEqual(plan.ok ? plan.value.totals : null)
      expect(release?.configuration).toEqual(configuration)
    }
  })

  test('differ by what the rules that changed make, to the byte', () => {
    for (const [index, { totalBytes, causes, version }] of releases.entries()) {
      const before = releases[index - 1]?.totalBytes ?? totalBytes
      expect(
        causes.reduce((sum, { bytes }) => sum + bytes, before),
        version,
      ).toBe(totalBytes)
    }
    expect(releases.some(({ causes }) => causes.length > 0)).toBe(true)
  })

  test('leave out those without the instruction set', () => {
    const half = planReleases(INPUT, { ...CONFIGURATION, isa: 'arm64-fp16' })
    expect(half.length).toBeLessThan(releases.length)
    expect(half.length).toBeGreaterThan(0)
  })

  test('are of one build', () => {
    const built = planReleases(INPUT, { ...CONFIGURATION, profile: 'mnn-3.6.1-low-memory' })
    expect(built.map(({ configuration }) => configuration.profile).every((each) => each.endsWith('-low-memory'))).toBe(
      true,
    )
    expect(built[0]?.version).toBe('2.6.0')
  })
})

describe('ladders', () => {
  test('there is one for each value of the setting whose meaning has changed', () => {
    const setting = redefinedSetting(CONFIGURATION)
    const ladders = finish(ladderSteps(INPUT, CONFIGURATION))
    expect(ladders.map(({ configuration }) => configuration.settings)).toEqual(
      setting?.values.map((value) => (value === setting.default ? {} : { [setting.id]: value })),
    )
    expect(finish(ladderSteps(INPUT, CONFIGURATION, ['high'])).length).toBe(1)
  })

  test('pause between plans, and come to nothing for an engine without releases', () => {
    const steps = ladderSteps(INPUT, CONFIGURATION, ['low'])
    expect(steps.next().done).toBe(false)
    expect(finish(ladderSteps(INPUT, { ...CONFIGURATION, profile: 'convscope', settings: {} }))).toEqual([])
  })
})

describe('the first release above a limit', () => {
  const release = (version: string, totalBytes: number): Release => ({
    version,
    configuration: { ...CONFIGURATION, profile: `mnn-${version}` },
    totals: { packedWeights: totalBytes, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 },
    totalBytes,
    lowerBound: false,
    causes: [],
  })
  const releases = [release('1', 100), release('2', 104), release('3', 106), release('4', 90), release('5', 200)]

  test.each([
    ['1', '5', { growth: 0.05 }, '3'],
    ['1', '5', { growthBytes: 6 }, '5'],
    ['1', '5', { totalBytes: 100 }, '2'],
    ['3', '5', { growth: 0.05 }, '5'],
    ['1', '2', { growth: 0.05 }, undefined],
    ['1', '1', { growth: 0 }, undefined],
  ] as const)('from %s to %s, %o', (from, to, limit, version) => {
    expect(firstAbove(releases, { from, to }, limit)?.first?.version).toBe(version)
  })

  test('is not known where a total is “at least” and keeps the limit', () => {
    const bound = (version: string, totalBytes: number) => ({ ...release(version, totalBytes), lowerBound: true })
    const known = [release('1', 100), release('2', 101), bound('3', 90), bound('4', 200), release('5', 300)]
    const found = (to: string) => {
      const { first, unknown } = firstAbove(known, { from: '1', to }, { growth: 0.05 }) ?? {}
      return [first?.version, unknown?.version]
    }
    expect(found('2')).toEqual([undefined, undefined])
    expect(found('3')).toEqual([undefined, '3'])
    expect(found('5')).toEqual(['4', '3'])
  })

  test('is not asked of releases that are none, or turned round', () => {
    expect(firstAbove(releases, { from: '1', to: '6' }, { growth: 0 })).toBeUndefined()
    expect(firstAbove(releases, { from: '3', to: '2' }, { growth: 0 })).toBeUndefined()
  })
})
