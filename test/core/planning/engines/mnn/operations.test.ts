// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { MatrixCore } from '#core/planning/engines/mnn/core'
import { layerSettings } from '#core/planning/engines/mnn/engine'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { tiledExecutor } from '#core/planning/engines/mnn/rules/2.8.1/tiled'
import { depthwise3x3Executor } from '#core/planning/engines/mnn/rules/depthwise'
import type { Executor } from '#core/planning/engines/mnn/rules/executor'
import { groupExecutor, groupProblem } from '#core/planning/engines/mnn/rules/group'
import { executorOperations, winogradOperations } from '#core/planning/engines/mnn/rules/operations'
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'

function problem(channels: number, size: number, kernel: number, change: Partial<ConvProblem> = {}): ConvProblem {
  const pad = (kernel - 1) / 2
  return {
    batch: 1,
    inChannels: channels,
    inHeight: size,
    inWidth: size,
    outChannels: channels,
    outHeight: size,
    outWidth: size,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: pad,
    padLeft: pad,
    padBottom: pad,
    padRight: pad,
    group: 1,
    depthwise: false,
    ...change,
  }
}

/** Of a 1×1 layer, on AVX2 with one thread. */
function strassenOf(version: string, problem: ConvProblem): Executor {
  const engine = engineOf({ version, lowMemory: false })
  const settings = layerSettings(engine, { profile: '', isa: 'avx2', threads: 1, settings: {} })
  return engine.select({ problem, constantWeight: true, biasElements: null }, settings).chosen
}

const AVX2 = engineOf({ version: '2.8.1', lowMemory: false }).cores.avx2 as MatrixCore

// Worked out by hand.
describe('operations of executors', () => {
  it('tiled: a multiply and an add for each tap', () => {
    const p = problem(16, 10, 3)
    expect(executorOperations(p, tiledExecutor(p, AVX2, 4))).toBe(2 * 10 * 10 * 16 * 16 * 9)
  })

  it('Winograd F(2, 3) of one tile and one channel', () => {
    // 2·4³ to transform 4×4, 2·16 products and sums, 2·4·6·2 to transform back.
    expect(winogradOperations(problem(1, 2, 3), 2)).toBe(128 + 32 + 96)
  })

  it('Winograd counts tiles that stand over the edge in full', () => {
    const seven = winogradOperations(problem(64, 7, 3), 4)
    expect(seven).toBe(winogradOperations(problem(64, 8, 3), 4))
    expect(seven).toBe(4 * (2 * 216 * 64 + 2 * 36 * 64 * 64 + 2 * 6 * 10 * 4 * 64))
  })

  it('depthwise 3×3: 32 for every two outputs of a row', () => {
    const p = problem(8, 5, 3, { group: 8, depthwise: true })
    expect(executorOperations(p, depthwise3x3Executor(p, AVX2, 1))).toBe(8 * 5 * 3 * 32)
  })

  it('groups: each of them', () => {
    const p = problem(32, 10, 3, { group: 4 })
    const inner = tiledExecutor(groupProblem(p, 1), AVX2, 1)
    expect(executorOperations(p, groupExecutor(p, AVX2, 1, inner))).toBe(2 * macs(p))
  })

  it.each(['1.0.1', '1.1.5', '1.2.0', '2.8.1', '3.6.1'])(
    'Strassen of %s saves on large products only, and less than an eighth for every halving',
    (version) => {
      const of = (p: ConvProblem) => strassenOf(version, p)
      const small = problem(16, 4, 1)
      expect(executorOperations(small, of(small))).toBe(2 * macs(small))
      const large = problem(1024, 96, 1)
      const share = executorOperations(large, of(large)) / (2 * macs(large))
      expect(share).toBeLessThan(1)
      expect(share).toBeGreaterThan((7 / 8) ** 5)
    },
  )

  it('Strassen, one halving by hand', () => {
    // 96 rows, 64 channels: halves of 48 × 32 × 32 save more than they move; their own halves do not.
    const p = problem(64, 1, 1, { outWidth: 96, inWidth: 96 })
    const half = 2 * 48 * 32 * 32
    const sums = 4 * 48 * 32 + 4 * 32 * 32 + 7 * 48 * 32
    const counted = executorOperations(p, strassenOf('2.8.1', p))
    expect([2 * macs(p), 7 * half + sums]).toContain(counted)
  })
})
