// SPDX-License-Identifier: Apache-2.0

import { describe, expect, it } from 'vitest'
import type { InstructionSet, ProfileId } from '#contract/configuration'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { residentSetNote } from '#core/planning/engines/mnn/session/resident-set'
import type { Mode } from '#core/planning/engines/mnn/settings'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { iresnet100 } from './iresnet100'
import { ModelSketch } from './model-sketch'

const MNN_2_8_1 = engineOf({ version: '2.8.1', lowMemory: false })

const MIB = 2 ** 20

describe('resident set', () => {
  const founding = iresnet100('onnx')

  // Real processes on x86-64 Linux after one inference, 4 threads, MiB.
  it.each<[ProfileId, InstructionSet, Mode, number]>([
    ['mnn-1.0.1', 'avx2', 'low', 424.6],
    ['mnn-1.0.1', 'avx2', 'normal', 572.2],
    ['mnn-2.8.1', 'avx2', 'low', 963.4],
    ['mnn-2.8.1', 'avx2', 'normal', 963.4],
    ['mnn-2.8.1', 'avx512', 'low', 666.5],
    ['mnn-3.6.1', 'avx512', 'low', 416.2],
    ['mnn-3.6.1', 'avx512', 'normal', 666.6],
  ])('of the founding case under %s, %s, memory %s is as measured', (profile, isa, memory, measuredMiB) => {
    const configuration = { profile, isa, settings: { memory }, threads: 4 }
    const plan = createPlan({ modelId: 'm', shaped: founding, fileBytes: 0, configuration, catalog: null })
    const modelledMiB = ((plan.ok ? plan.value.residentSetBytes : null) ?? 0) / MIB
    expect(Math.abs(modelledMiB / measuredMiB - 1)).toBeLessThan(0.01)
  })

  it('is larger than the totals by what a process, its objects and threads take', () => {
    const sketch = new ModelSketch('mnn')
    const small = sketch.shaped([sketch.conv(sketch.input([1, 8, 14, 14]), { outChannels: 8, kernel: 1 })])
    const beyond = (threads: number) => {
      const configuration = { profile: 'mnn-2.8.1', isa: 'avx2', settings: {}, threads } as const
      const plan = createPlan({ modelId: 'm', shaped: small, fileBytes: 1e6, configuration, catalog: null })
      return plan.ok ? (plan.value.residentSetBytes ?? 0) - plan.value.totalBytes : 0
    }
    expect(beyond(1)).toBeGreaterThan(MNN_2_8_1.processBytes + 75_000)
    expect(beyond(1)).toBeLessThan(MNN_2_8_1.processBytes + MIB)
    expect(beyond(4) - beyond(1)).toBeGreaterThan(64 * 1024)
    expect(beyond(4) - beyond(1)).toBeLessThan(200 * 1024)
  })

  it('says what it is made of', () => {
    const note = (residentMiB: number) => english(residentSetNote(MNN_2_8_1, residentMiB * MIB, 100 * MIB))
    expect(note(116.05)).toContain('116.1 MiB. Of these 6.1 MiB are program')
    expect(note(116.05)).toContain('10.0 MiB are the session’s objects')
    expect(note(104.05)).toContain('2.0 MiB of the totals are never written to')
  })
})
