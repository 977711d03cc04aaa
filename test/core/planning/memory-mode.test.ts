import { describe, expect, it } from 'vitest'
import type { Configuration, MemoryMode, ProfileId } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { memoryModeEffect } from '#core/planning/memory-mode'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { iresnet100 } from './engines/mnn/iresnet100'

const shaped = iresnet100('onnx')

function planFor(profile: ProfileId, memory: MemoryMode, rest: Partial<Configuration> = {}): Plan {
  const configuration: Configuration = { profile, memory, threads: 4, isa: 'avx2', ...rest }
  const result = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

/** What planning under the other modes shows, without any trace. */
function changedUnderAnotherMode(plan: Plan): number[] {
  const others = (['low', 'normal', 'high'] as const).map((memory) =>
    planFor(plan.configuration.profile, memory, { ...plan.configuration, memory }),
  )
  const choice = (of: Plan, index: number) => [of.decisions[index]?.algorithm, of.decisions[index]?.unit].join()
  return plan.decisions.flatMap(({ node }, index) =>
    others.some((other) => choice(other, index) !== choice(plan, index)) ? [node] : [],
  )
}

describe('does the memory mode change anything?', () => {
  it.each<[ProfileId, MemoryMode, number, Partial<Configuration>]>([
    ['mnn-1.0.1', 'low', 95, {}],
    ['mnn-1.0.1', 'normal', 95, {}],
    ['mnn-2.8.1', 'low', 0, {}],
    ['mnn-2.8.1-low-memory', 'normal', 95, {}],
    ['mnn-3.6.1', 'low', 95, {}],
    ['mnn-3.6.1', 'high', 0, { winogradLevel: 0 }],
    ['mnn-3.6.1-low-memory', 'low', 0, {}],
  ])('%s %s: %i of 103 layers', (profile, memory, count, rest) => {
    const plan = planFor(profile, memory, rest)
    const { layers, sentence } = memoryModeEffect(plan.decisions)
    expect(layers).toEqual(changedUnderAnotherMode(plan))
    expect(layers.length).toBe(count)
    expect(english(sentence)).toContain(count === 0 ? 'changes nothing' : `${count} of 103 convolutions`)
    expect(plan.notes).toContainEqual(sentence)
  })
})
