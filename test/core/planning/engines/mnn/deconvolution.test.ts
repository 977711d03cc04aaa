// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readMnn } from '#core/model/formats/mnn/reader'
import { inferShapes } from '#core/model/infer-shapes'
import type { Mode } from '#core/planning/engines/mnn/settings'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { input, net, op, type Table } from '../../../model/support/mnn-writer'

const MIB = 2 ** 20
const DECONVOLUTION = { type: 17, tag: 9 }
const DECONVOLUTION_DEPTHWISE = 18

/** MiB that the session takes: one transposed convolution of a square image in NC4HW4. */
function session(
  [inChannels, outChannels, kernel, stride, size]: readonly [number, number, number, number, number],
  { profile = 'mnn-2.8.1', threads = 1, memory = 'low' as Mode, depthwise = false } = {},
) {
  const common: Table = {
    2: { int: kernel },
    3: { int: kernel },
    4: { int: stride },
    5: { int: stride },
    9: { int: depthwise ? inChannels : 1 },
    10: { int: outChannels },
    11: { int: inChannels },
  }
  const weights = new Array<number>((depthwise ? 1 : inChannels) * outChannels * kernel * kernel).fill(0)
  const table = { 0: { table: common }, 1: { floats: weights }, 2: { floats: new Array<number>(outChannels).fill(0) } }
  const layer = op('d', depthwise ? DECONVOLUTION_DEPTHWISE : DECONVOLUTION.type, [0], [1], {
    tag: DECONVOLUTION.tag,
    table,
  })
  const model = readMnn('/m.mnn', net(['x', 'y'], [input('x', 0, [1, inChannels, size, size]), layer]))
  const shaped = inferShapes(model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  const configuration = { profile, settings: { memory }, threads, isa: 'avx512' } as const
  const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes: 0, configuration, catalog: null })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  const { packedWeights, workspace, activations } = plan.value.totals
  return { total: packedWeights + workspace + activations, packedWeights, workspace }
}

describe('transposed convolutions of MNN', () => {
  // What real sessions of 2.8.1 with AVX-512 report, on one thread and on four.
  it.each<[readonly [number, number, number, number, number], number]>([
    [[24, 24, 2, 2, 80], 10.17],
    [[24, 1, 2, 2, 160], 21.88],
    [[64, 64, 4, 2, 32], 6.63],
    [[512, 256, 3, 1, 14], 9.0],
    [[16, 32, 4, 2, 64], 12.41],
    [[128, 128, 2, 2, 56], 20.16],
    // More than twice as wide as the stride.
    [[16, 32, 8, 2, 32], 9.38],
    [[24, 24, 6, 2, 40], 9.05],
    [[64, 20, 9, 3, 24], 7.95],
  ])('2.8.1, [ic, oc, k, s, size] %j takes what the engine reports', (shape, reportedMiB) => {
    for (const threads of [1, 4]) {
      expect(Math.abs(session(shape, { threads }).total / MIB - reportedMiB)).toBeLessThanOrEqual(0.0051)
    }
  })

  it.each(['mnn-2.8.1', 'mnn-3.6.1'])('%s: depthwise ones hold weights in packs, as the engine reports', (profile) => {
    const { total, packedWeights, workspace } = session([1000, 1000, 3, 2, 7], { profile, depthwise: true })
    expect(packedWeights).toBe(1008 * 4 + 1008 * 9 * 4)
    expect(workspace).toBe(0)
    expect(total / MIB).toBeCloseTo(1.092041, 5)
  })

  it('3.6.1: each further thread has an output of its own, four at most but under memory high', () => {
    // Tiles of 48 positions: 24 and 32 · 4 channels for each thread; the output has 32 channels.
    const output = 160 * 160 * 32 * 4
    const perThread = 24 * 48 * 4 + 128 * 48 * 4
    const workspace = (threads: number, memory: Mode) =>
      session([24, 24, 2, 2, 80], { profile: 'mnn-3.6.1', threads, memory }).workspace
    expect(workspace(1, 'normal')).toBe(perThread)
    expect(workspace(4, 'normal')).toBe(4 * perThread + 3 * output)
    expect(workspace(8, 'normal')).toBe(workspace(4, 'normal'))
    expect(workspace(8, 'high')).toBe(8 * perThread + 7 * output)
    expect(session([24, 24, 2, 2, 80], { profile: 'mnn-3.6.1' }).packedWeights).toBe(128 * 24 * 4 + 32 * 4)
  })
})
