// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { ProfileId, SettingValues } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { MEMORY } from '#core/planning/engines/mnn/settings'
import { createPlan } from '#core/planning/plan'
import { sameChoice } from '#core/planning/selection/choice'
import { settingEffect } from '#core/planning/selection/setting-effect'
import { english } from '#messages/say'
import { iresnet100 } from '../engines/mnn/iresnet100'

const shaped = iresnet100('onnx')

function planFor(profile: ProfileId, settings: SettingValues): Plan {
  const configuration = { profile, settings, threads: 4, isa: 'avx2' } as const
  const result = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

/** What planning under the other modes shows, without any trace. */
function changedUnderAnotherMode({ decisions, configuration: { profile, settings } }: Plan): number {
  const others = MEMORY.values.map((memory) => planFor(profile, { ...settings, memory }).decisions)
  return decisions.filter((decision, index) =>
    others.some((other) => other[index] === undefined || !sameChoice(other[index], decision)),
  ).length
}

describe('does the memory mode change anything?', () => {
  it.each<[ProfileId, SettingValues, number]>([
    ['mnn-1.0.1', { memory: 'low' }, 95],
    ['mnn-1.0.1', {}, 95],
    ['mnn-2.8.1', { memory: 'low' }, 0],
    ['mnn-2.8.1-low-memory', {}, 95],
    ['mnn-3.6.1', { memory: 'low' }, 95],
    ['mnn-3.6.1', { memory: 'high', winogradLevel: 0 }, 0],
    ['mnn-3.6.1-low-memory', { memory: 'low' }, 0],
  ])('%s %o: %i of 103 layers', (profile, settings, count) => {
    const plan = planFor(profile, settings)
    const sentence = settingEffect(MEMORY, plan.decisions)
    expect(changedUnderAnotherMode(plan)).toBe(count)
    expect(english(sentence)).toContain(count === 0 ? 'changes nothing' : `${count} of 103 convolutions`)
    expect(plan.notes).toContainEqual(sentence)
  })
})
