// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration, InstructionSet, ProfileId } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import type { Mode, WinogradLevel } from '#core/planning/engines/mnn/settings'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { iresnet100 } from './iresnet100'

const MIB = 2 ** 20
const shaped = iresnet100('onnx')

function planFor(
  profile: ProfileId,
  memory: Mode,
  threads: number,
  isa: InstructionSet,
  winogradLevel: WinogradLevel = 3,
): Plan {
  const configuration: Configuration = {
    profile,
    threads,
    isa,
    settings: winogradLevel === 3 ? { memory } : { memory, winogradLevel },
  }
  const result = createPlan({ modelId: 'iresnet100', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

function convolutionsOf({ decisions }: Plan) {
  return decisions.filter(({ kind }) => kind === 'convolution')
}

/** "31 w6, 64 w4, 8 t": how many layers of each kind. */
function census(plan: Plan): string {
  const counts = new Map<string, number>()
  for (const { algorithm, unit } of convolutionsOf(plan)) {
    const kind = unit === null ? (algorithm ?? '').charAt(0) : `w${unit}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return ['w6', 'w4', 'w2', 't', 's']
    .filter((kind) => counts.has(kind))
    .map((kind) => `${counts.get(kind)} ${kind}`)
    .join(', ')
}

function staticMiB(plan: Plan): string {
  const bytes = convolutionsOf(plan).reduce((sum, decision) => sum + (decision.packedWeightBytes ?? 0), 0)
  return (bytes / MIB).toFixed(1)
}

describe('iresnet100, the founding case', () => {
  it('has 103 convolutions with 199.2 MiB of weights', () => {
    const decisions = convolutionsOf(planFor('mnn-1.0.1', 'low', 1, 'avx2'))
    expect(decisions.length).toBe(103)
    expect((decisions.reduce((sum, { weightBytes }) => sum + (weightBytes ?? 0), 0) / MIB).toFixed(1)).toBe('199.2')
  })

  // Worked example of the selection rules; MiB held by convolutions.
  it.each<[ProfileId, InstructionSet, Mode, number, string, string | null]>([
    ['mnn-1.0.1', 'avx2', 'low', 1, '201.2', '99 t, 4 s'],
    ['mnn-1.0.1', 'avx2', 'low', 4, '201.2', '99 t, 4 s'],
    ['mnn-1.0.1', 'avx2', 'normal', 1, '433.5', '32 w6, 63 w2, 4 t, 4 s'],
    ['mnn-1.0.1', 'avx2', 'normal', 4, '353.2', '7 w6, 88 w2, 4 t, 4 s'],
    ['mnn-1.0.1', 'arm64', 'low', 1, '199.3', null],
    ['mnn-1.0.1', 'arm64', 'normal', 1, '727.8', null],
    ['mnn-1.0.1', 'arm64', 'normal', 4, '382.3', null],
    ['mnn-2.8.1', 'avx2', 'low', 1, '807.7', '31 w6, 64 w4, 8 t'],
    ['mnn-2.8.1', 'avx2', 'high', 4, '727.7', '31 w6, 60 w4, 4 w2, 8 t'],
    ['mnn-2.8.1', 'arm64', 'normal', 1, '807.7', '31 w6, 64 w4, 8 t'],
    ['mnn-2.8.1', 'avx512', 'low', 1, '426.8', null],
    ['mnn-2.8.1', 'avx512', 'normal', 4, '427.7', null],
    ['mnn-2.8.1-low-memory', 'avx2', 'low', 1, '199.3', '103 t'],
    ['mnn-2.8.1-low-memory', 'avx2', 'low', 4, '199.3', '103 t'],
    ['mnn-2.8.1-low-memory', 'avx2', 'normal', 1, '807.7', '31 w6, 64 w4, 8 t'],
    ['mnn-3.6.1', 'avx2', 'low', 1, '199.3', '103 t'],
    ['mnn-3.6.1', 'avx2', 'low', 4, '199.3', '103 t'],
    ['mnn-3.6.1', 'avx2', 'normal', 1, '807.7', '31 w6, 64 w4, 8 t'],
    ['mnn-3.6.1', 'avx2', 'normal', 4, '727.7', '31 w6, 60 w4, 4 w2, 8 t'],
    ['mnn-3.6.1-low-memory', 'avx2', 'low', 1, '807.7', '31 w6, 64 w4, 8 t'],
  ])('%s %s %s, %i threads: %s MiB', (profile, isa, memory, threads, mib, kinds) => {
    const plan = planFor(profile, memory, threads, isa)
    expect(staticMiB(plan)).toBe(mib)
    if (kinds !== null) expect(census(plan)).toBe(kinds)
  })

  it.each([
    [3, 1, '807.7'],
    [3, 4, '727.7'],
    [2, 1, '344.5'],
    [1, 1, '344.5'],
    [1, 4, '344.5'],
    [0, 1, '199.3'],
    [0, 4, '199.3'],
  ] as const)('3.6.1 AVX2 normal, Winograd level %i, %i threads: %s MiB', (winogradLevel, threads, mib) => {
    expect(staticMiB(planFor('mnn-3.6.1', 'normal', threads, 'avx2', winogradLevel))).toBe(mib)
  })

  // Resident set of MNN itself after one inference, 4 threads. It includes process, code and stacks,
  // which a plan leaves out, so the plan must come close from below.
  it.each<[ProfileId, InstructionSet, Mode, number]>([
    ['mnn-1.0.1', 'avx2', 'low', 424.6],
    ['mnn-1.0.1', 'avx2', 'normal', 572.2],
    ['mnn-2.8.1', 'avx2', 'low', 963.4],
    ['mnn-2.8.1', 'avx2', 'normal', 963.4],
    ['mnn-2.8.1', 'avx512', 'low', 666.5],
    ['mnn-2.8.1', 'avx512', 'normal', 666.5],
    ['mnn-3.6.1', 'avx512', 'low', 416.2],
    ['mnn-3.6.1', 'avx512', 'normal', 666.6],
  ])('%s %s %s: the total comes within 5 % of the measured %s MiB, from below', (profile, isa, memory, measured) => {
    const total = planFor(profile, memory, 4, isa).totalBytes / MIB
    expect(total / measured).toBeGreaterThan(0.95)
    expect(total / measured).toBeLessThanOrEqual(1)
  })
})
