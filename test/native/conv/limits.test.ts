// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { NativeAssessment } from '#core/inference/addon'
import { english } from '#messages/say'
import { addon, allChoices, codeOf, multiplierOf, type NativeChoice, type NativeConvProblem, nameOf } from './addon'
import { randomTensors } from './reference'
import { PROBLEMS, problemOf } from './shapes'

const ALL_ISAS = ['sse', 'avx2', 'avx512', 'arm64'] as const
const isa = addon.executableIsas()[0] ?? 'sse'

/** A small problem that the choice supports. */
function problemFor(choice: NativeChoice): NativeConvProblem {
  const problem = PROBLEMS.find((p) => addon.assessConvolution(p, choice, isa, 2).supported)
  if (problem === undefined) throw new Error(`No problem of the table for ${nameOf(choice)}`)
  return problem
}

function request(problem: NativeConvProblem, choice: NativeChoice) {
  return { problem, choice, isa, threads: 2, activation: 'none' as const, ...randomTensors(problem, 1, 'real') }
}

const TILED: NativeChoice = { algorithm: 'tiled', unit: 0, inner: null }
const TINY = problemOf({ channels: [3, 4], size: [5, 5], kernel: 3, pad: 1 })

describe.each(allChoices().map((choice) => [nameOf(choice), choice] as const))('%s', (_, choice) => {
  const problem = problemFor(choice)

  it('reports each allocation that fails, and then works', () => {
    const codes: string[] = []
    for (let n = 1; codes.at(-1) !== 'no error' && n < 10; n++) {
      codes.push(codeOf(() => addon.convolve({ ...request(problem, choice), failAllocationAt: n })))
    }
    // Input, output and packed weights; a workspace where there is one.
    const declared = addon.assessConvolution(problem, choice, isa, 2)
    const blocks = declared.supported && declared.workspaceBytes > 0 ? 4 : 3
    expect(codes).toEqual([...Array(blocks).fill('engine/out-of-memory'), 'no error'])
  })

  it('is refused with a kernel in its groups that nothing would run', () => {
    const inner = { algorithm: 'tiled' as const, unit: 0 }
    const asked = choice.inner === null ? addon.assessConvolution(problem, { ...choice, inner }, isa, 2) : null
    const refusal = asked?.supported === false ? english(asked.reason) : asked
    expect(refusal).toBe(choice.inner === null ? 'It runs no other kernel in its groups, and one was named.' : null)
  })

  it('stops where it is cancelled', () => {
    expect(codeOf(() => addon.convolve({ ...request(problem, choice), cancelled: true }))).toBe('cancelled')
  })

  it('says of sizes that no machine can address that they are too large', () => {
    const big = { batch: 2 ** 30, inChannels: problem.inChannels, outChannels: problem.outChannels }
    const huge: NativeConvProblem[] = [
      { ...problem, ...big, inHeight: 30000, outHeight: 30000, inWidth: 30000, outWidth: 30000 },
      { ...problem, batch: 2 ** 31 - 1, inHeight: 4000, outHeight: 4000, inWidth: 4000, outWidth: 4000 },
      { ...problem, inHeight: 2 ** 31 - 1, outHeight: 2 ** 31 - 1 },
      { ...problem, strideHeight: 2 ** 31 - 1 },
      { ...problem, padLeft: 2 ** 31 - 1 },
      { ...problem, kernelHeight: 2 ** 31 - 1, kernelWidth: 2 ** 31 - 1 },
    ]
    for (const target of ALL_ISAS) {
      for (const p of huge) {
        const answer = addon.assessConvolution(p, choice, target, 32)
        expect(said(answer)).toContain('too large')
      }
    }
  })

  it('states its sizes for every instruction set, executable here or not', () => {
    for (const target of ALL_ISAS) {
      const one = addon.assessConvolution(problem, choice, target, 1)
      const many = addon.assessConvolution(problem, choice, target, 32)
      if (!one.supported || !many.supported) throw new Error('A problem of the table is unsupported.')
      expect(one.packedWeightBytes % 64).toBe(0)
      expect(one.packedWeightBytes).toBe(many.packedWeightBytes)
      const perChannel = (problem.inChannels * problem.kernelHeight * problem.kernelWidth) / problem.group
      // One that streams its weights packs a bias and a factor.
      const kept = multiplierOf(choice).algorithm.startsWith('streamed') ? 2 : perChannel
      expect(one.packedWeightBytes).toBeGreaterThanOrEqual(4 * problem.outChannels * kept)
      for (const section of [...one.workspace, ...many.workspace]) expect(section.bytes % 64).toBe(0)
      expect(many.workspaceBytes).toBeGreaterThanOrEqual(one.workspaceBytes)
      expect(one.operations).toBeGreaterThan(0)
      expect(one.weightTraffic).toBeGreaterThan(0)
    }
  })
})

it('weights too large to address are refused even where the tensors are small', () => {
  const wide = problemOf({ channels: [2 ** 24, 2 ** 24], size: [1, 1], kernel: 1 })
  for (const choice of [TILED, { algorithm: 'gemm-1x1', unit: 0, inner: null } as const]) {
    const answer = addon.assessConvolution(wide, choice, isa, 1)
    expect(answer).toEqual({ supported: false, reason: { id: 'refusal.packedTooLarge' } })
    expect(codeOf(() => addon.convolve({ ...request(TINY, choice), problem: wide }))).toBe('engine/unsupported')
  }
})

/** What is shown of a refusal. */
function said(answer: NativeAssessment): string {
  return answer.supported ? 'supported' : english(answer.reason)
}

describe('what JavaScript passes is checked', () => {
  const good = request(TINY, TILED)
  const bad: readonly (readonly [string, object])[] = [
    ['a missing problem', { problem: undefined }],
    ['a fractional size', { problem: { ...TINY, inHeight: 5.5 } }],
    ['a size that is no number', { problem: { ...TINY, inHeight: '5' } }],
    ['a size beyond 32 bits', { problem: { ...TINY, inHeight: 2 ** 40 } }],
    ['an unknown algorithm', { choice: { algorithm: 'magic', unit: 0, inner: null } }],
    ['an unknown unit', { choice: { algorithm: 'winograd', unit: 9, inner: null } }],
    ['an unknown instruction set', { isa: 'sse9' }],
    ['no threads', { threads: 0 }],
    ['too many threads', { threads: 33 }],
    ['an unknown activation', { activation: 'sine' }],
    ['short input', { input: new Float32Array(3) }],
    ['input of another type', { input: new Float64Array(good.input.length) }],
    ['short weights', { weights: new Float32Array(3) }],
    ['short bias', { bias: new Float32Array(3) }],
    ['no runs', { runs: 0 }],
    ['fewer bytes than none between them', { bytesBetween: -1 }],
  ]
  it.each(bad)('%s is an invalid argument', (_, change) => {
    expect(codeOf(() => addon.convolve({ ...good, ...change }))).toBe('engine/invalid-argument')
  })

  it.each([
    ['a size of zero', { inChannels: 0 }],
    ['a negative size', { outWidth: -1 }],
    ['negative padding', { padTop: -1 }],
    ['channels that the groups do not divide', { group: 2 }],
    ['no group', { group: 0 }],
  ])('%s is unsupported, with a reason', (_, change) => {
    for (const choice of allChoices()) {
      const answer = addon.assessConvolution({ ...TINY, ...change }, choice, 'avx2', 1)
      expect(said(answer)).toMatch(/^[A-Z].*\.$/)
    }
    expect(codeOf(() => addon.convolve({ ...good, problem: { ...TINY, ...change } }))).toBe('engine/unsupported')
  })

  it('an instruction set that this machine lacks can be assessed but not executed', () => {
    const missing = ALL_ISAS.find((target) => !addon.executableIsas().includes(target))
    if (missing === undefined) throw new Error('No machine executes both x86 and ARM.')
    expect(addon.assessConvolution(TINY, TILED, missing, 1).supported).toBe(true)
    expect(codeOf(() => addon.convolve({ ...good, isa: missing }))).toBe('engine/invalid-argument')
  })
})

describe('reasons', () => {
  const reasonOf = (problem: NativeConvProblem, choice: NativeChoice) => {
    const answer = addon.assessConvolution(problem, choice, 'avx2', 1)
    return said(answer)
  }
  const winograd = (unit: number): NativeChoice => ({ algorithm: 'winograd', unit, inner: null })

  it('Winograd supports the units for which the tile edge is 4, 6 or 8', () => {
    const units = Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 8].map((kernel) => [
        kernel,
        [2, 3, 4, 5, 6, 7].filter(
          (unit) => reasonOf(problemOf({ channels: [4, 4], size: [16, 16], kernel }), winograd(unit)) === 'supported',
        ),
      ]),
    )
    expect(units).toEqual({ 1: [], 2: [3, 5, 7], 3: [2, 4, 6], 4: [3, 5], 5: [2, 4], 6: [3], 7: [2], 8: [] })
  })

  it('name the rule', () => {
    const shape = { channels: [4, 4], size: [16, 16], kernel: 3 } as const
    expect(reasonOf(problemOf({ ...shape, stride: 2 }), winograd(2))).toContain('stride 1')
    expect(reasonOf(problemOf({ ...shape, dilation: 2 }), winograd(2))).toContain('dilation')
    expect(reasonOf(problemOf({ ...shape, kernel: [3, 2] }), winograd(2))).toContain('square')
    expect(reasonOf(problemOf(shape), winograd(3))).toContain('F(3, 3) would need 5')
    expect(reasonOf(problemOf({ ...shape, group: 2 }), TILED)).toContain('one group only')
    expect(
      reasonOf(problemOf(shape), { algorithm: 'grouped', unit: 0, inner: { algorithm: 'tiled', unit: 0 } }),
    ).toContain('more than one group')
    expect(reasonOf(problemOf({ ...shape, group: 2 }), { algorithm: 'grouped', unit: 0, inner: null })).toContain(
      'none was named',
    )
    expect(reasonOf(problemOf(shape), { algorithm: 'gemm-1x1', unit: 0, inner: null })).toContain('1×1')
    expect(reasonOf(problemOf(shape), { algorithm: 'depthwise', unit: 0, inner: null })).toContain('as many groups')
    const grouped = { algorithm: 'grouped', unit: 0, inner: { algorithm: 'winograd', unit: 2 } } as const
    expect(reasonOf(problemOf({ ...shape, group: 2, stride: 2 }), grouped)).toMatch(/^In every group: Tiles share/)
  })
})
