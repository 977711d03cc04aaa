// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { Algorithm, Decision, Plan } from '#contract/plan'
import { mapKernel } from '#core/planning/engines/convscope/lowering/kernel-mapping'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { convProblem } from '#core/planning/layers/conv-problem'
import { english } from '#messages/say'
import { ShapedBuilder } from './shaped'
import { DEPTHWISE, GEMM, strictCatalog, TILED, WINOGRAD_2, WINOGRAD_4 } from './strict-catalog'

const TARGET = { isa: 'avx2', threads: 1, weights: 'float32' } as const

function map(shape: { group?: number; kernel?: number; stride?: number }, algorithm: Algorithm, unit: number | null) {
  const b = new ShapedBuilder()
  const shaped = b.build(b.conv(b.input(1, 8, 8, 8), 8, shape))
  const problem = convProblem(shaped, 0)
  if (problem === null) throw new Error('No convolution.')
  return mapKernel(problem, { algorithm, unit, inner: null }, strictCatalog, TARGET)
}

describe('mapKernel', () => {
  it('keeps tiled and Winograd of the same tile', () => {
    expect(map({}, 'tiled', null)).toEqual({ choice: TILED, difference: null })
    expect(map({}, 'winograd', 4)).toEqual({ choice: WINOGRAD_4, difference: null })
  })

  it('takes the next smaller Winograd tile where there is none of that size', () => {
    expect(map({}, 'winograd', 3)).toEqual({
      choice: WINOGRAD_2,
      difference: { id: 'difference.unit', ours: 2, theirs: 3 },
    })
    expect(map({}, 'winograd', 6).choice).toEqual(WINOGRAD_4)
  })

  it('runs Strassen as a plain matrix multiplication, and says so', () => {
    const { choice, difference } = map({ kernel: 1 }, 'strassen-1x1', null)
    expect(choice).toEqual(GEMM)
    expect(difference).toEqual({ id: 'difference.strassen' })
  })

  it('falls back to tiled where the kernel of that kind refuses', () => {
    expect(map({ kernel: 5 }, 'winograd', 2)).toEqual({
      choice: TILED,
      difference: { id: 'difference.kernel', ours: 'tiled', theirs: 'winograd 2' },
    })
  })

  it('runs both depthwise executors with the depthwise kernel', () => {
    expect(map({ group: 8 }, 'depthwise', null)).toEqual({ choice: DEPTHWISE, difference: null })
    expect(map({ group: 8 }, 'depthwise-3x3', null).choice).toEqual(DEPTHWISE)
  })

  it('keeps a depthwise-shaped convolution grouped where the plan has it so', () => {
    const { choice } = map({ group: 8 }, 'grouped', null)
    expect(choice).toEqual({ algorithm: 'grouped', unit: null, inner: { algorithm: 'tiled', unit: null } })
  })
})

describe('programForPlan', () => {
  function plan(configuration: Partial<Configuration>, decisions: readonly Partial<Decision>[]): Plan {
    const full = { profile: 'mnn-2.8.1', settings: {}, isa: 'avx2', threads: 1, ...configuration } as const
    const none = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }
    const all = decisions as readonly Decision[]
    return {
      modelId: 'm',
      configuration: full,
      decisions: all,
      steps: [],
      fusions: [],
      activationBound: null,
      totals: none,
      packedBeside: [],
      workspaceNote: null,
      leftOut: [],
      totalBytes: 0,
      residentSetBytes: null,
      notes: [],
    }
  }

  const b = new ShapedBuilder()
  const shaped = b.build(b.conv(b.conv(b.input(1, 8, 8, 8), 8, { kernel: 1 }), 8, { kernel: 1 }))
  const strassen = [0, 1].map((node) => ({ node, algorithm: 'strassen-1x1', unit: null, inner: null }) as const)

  it('tells every kind of difference once, with the layers it concerns', () => {
    const result = programForPlan(shaped, plan({}, strassen), strictCatalog, ['avx2'])
    expect(result.ok && result.value.notes.map(english)).toEqual([
      'The engine runs a plain matrix multiplication in place of Strassen’s for “Conv_0” and 1 other layer.',
    ])
    expect(result.ok && result.value.program.ops.filter(({ operation }) => operation.kind === 'Conv')).toHaveLength(2)
  })

  it('refuses an instruction set that the machine lacks, naming what it has', () => {
    const result = programForPlan(shaped, plan({ isa: 'arm64' }, strassen), strictCatalog, ['avx2', 'sse'])
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'engine/unsupported', hint: expect.toSay('Choose an instruction set that it has: avx2, sse.') },
    })
  })
})
