// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { SessionsPlan } from '#contract/sessions'
import type { PlanningInput } from '#core/planning/engine'
import { sumOf } from '#core/planning/series'
import { planTogether } from '#core/planning/together'
import { english } from '#messages/say'
import { DISTINCT_PROFILES } from '../support/distinct-profiles'
import { openSample } from '../support/open-sample'

const squeezenet = await openSample()
const mobilenet = await openSample('mobilenet-v2')

function input({ planner, id }: typeof squeezenet, profile: string, modelId: string): PlanningInput {
  const configuration: Configuration = { profile, threads: 2, isa: 'avx2', settings: {} }
  const found = planner.input(id, configuration)
  if (!found.ok) throw new Error(english(found.problem.message))
  return { ...found.value, modelId }
}

function together(first: PlanningInput, ...more: PlanningInput[]): SessionsPlan {
  const plan = planTogether([first, ...more])
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return plan.value
}

const totals = ({ ways }: SessionsPlan, id: string) =>
  ways.find(({ sharing }) => sharing.id === id)?.held.map((held) => (held === null ? null : sumOf(held))) ?? []

/** Rules by which a session on a runtime that was made by itself has not what it has alone. */
const OTHERWISE_ALONE = ['sessions.runtime.2.7.0', 'sessions.runtime.2.8.0']

/** One profile of those that share alike and have the same pools. */
const ALIKE = [
  ...new Map(
    DISTINCT_PROFILES.filter(({ traits }) => traits.id !== 'convscope').map((profile) => [
      JSON.stringify([profile.traits.sessions, profile.rules.pool]),
      profile,
    ]),
  ).values(),
]

describe('several sessions in one process', () => {
  it('the first holds what it holds alone, in every way and under every rule of pools', () => {
    for (const profile of ALIKE) {
      const one = input(squeezenet, profile.traits.id, 'a')
      const alone = profile.plan(one)
      const { ways } = together(one)
      expect(ways.length, profile.traits.id).toBeGreaterThan(0)
      for (const { sharing, held } of ways) {
        if (OTHERWISE_ALONE.includes(sharing.rule.id)) continue
        expect(held[0], `${profile.traits.id} ${sharing.id}`).toEqual(alone.ok && alone.value.totals)
      }
    }
  })

  it('each on its own adds all but what those of one model hold once', () => {
    const one = input(squeezenet, 'mnn-2.8.1', 'a')
    const [first = 0, second = 0, third = 0] = totals(together(one, one, one), 'own').map((bytes) => bytes ?? 0)
    const alone = together(one).ways[0]?.held[0]
    expect(second - first).toBe(first - (alone?.modelBuffer ?? 0))
    expect(third - second).toBe(second - first)
    const other = { ...one, modelId: 'b' }
    expect(totals(together(one, other), 'own')[1]).toBe(2 * first)
  })

  it('on one runtime has one dynamic block from 2.9.5 on, as large as the largest needs', () => {
    const [small, large] = [input(mobilenet, 'mnn-3.6.1', 'a'), input(squeezenet, 'mnn-3.6.1', 'b')]
    const dynamic = (...inputs: [PlanningInput, ...PlanningInput[]]) =>
      together(...inputs).ways[1]?.held.map((held) => (held?.activations ?? 0) + (held?.workspace ?? 0)) ?? []
    const [ofSmall = 0] = dynamic(small)
    const [ofLarge = 0] = dynamic(large)
    expect(ofSmall).not.toBe(ofLarge)
    expect(dynamic(small, large, small)).toEqual([ofSmall, Math.max(ofSmall, ofLarge), Math.max(ofSmall, ofLarge)])
  })

  it('on a runtime made by itself is unknown in 2.7, and takes blocks one by one to 2.9.2', () => {
    expect(totals(together(input(squeezenet, 'mnn-2.7.2', 'a')), 'runtime')).toEqual([null])
    const held = (profile: string) => totals(together(input(squeezenet, profile, 'a')), 'runtime')[0] ?? 0
    const alone = (profile: string) => totals(together(input(squeezenet, profile, 'a')), 'own')[0] ?? 0
    // With layers of the same bytes, what 2.6.3 does everywhere: blocks of the static pool, taken at once.
    expect(held('mnn-2.8.1')).toBe(alone('mnn-2.6.3'))
    expect(held('mnn-2.8.1')).toBeGreaterThan(alone('mnn-2.8.1'))
    expect(held('mnn-2.9.2')).toBeGreaterThan(alone('mnn-2.9.2'))
    expect(held('mnn-2.9.3')).toBe(alone('mnn-2.9.3'))
  })

  it('on one runtime is not known on a GPU, whose sessions each on their own add up', () => {
    const one = input(squeezenet, 'mnn-3.6.1', 'a')
    const gpu = { ...one, configuration: { ...one.configuration, settings: { backend: 'opencl' } } }
    const plan = together(gpu, gpu)
    expect(totals(plan, 'runtime')).toEqual([null, null])
    expect(totals(plan, 'own')[1]).toBeGreaterThan(totals(plan, 'own')[0] ?? 0)
  })

  it('there is no runtime to share before 1.1.1', () => {
    expect(together(input(squeezenet, 'mnn-1.0.1', 'a')).ways.map(({ sharing }) => sharing.id)).toEqual(['own'])
  })
})
