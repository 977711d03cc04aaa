// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { addon, type NativeConvProblem } from './addon'

const ISAS = addon.executableIsas()
const TILES = ISAS.includes('avx512') && addon.tileRate('avx512') > 0

/** Positions and channels around what a tile of AMX holds: 16 positions, 16 output channels, a depth of 32. */
const POSITIONS = [1, 2, 15, 16, 17, 31, 32, 33, 47, 65, 129]
const DEPTHS = [1, 2, 3, 15, 16, 17, 31, 32, 33, 48, 63, 64, 96, 511, 513, 1024, 1057]
const CHANNELS = [1, 16, 17, 33, 48]

function pointwise(inChannels: number, outChannels: number, width: number): NativeConvProblem {
  return {
    batch: 1,
    inChannels,
    inHeight: 1,
    inWidth: width,
    outChannels,
    outHeight: 1,
    outWidth: width,
    kernelHeight: 1,
    kernelWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 0,
    padLeft: 0,
    padBottom: 0,
    padRight: 0,
    group: 1,
  }
}

/** Small integers are the same in bfloat16, and their sums in float32. */
function integers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => ((i * 7919 + seed) % 9) - 4)
}

const choiceOf = (algorithm: 'gemm-1x1' | 'tiled') => ({ algorithm, unit: 0, inner: null }) as const

function outputs(
  problem: NativeConvProblem,
  isa: (typeof ISAS)[number],
  tensors: Pick<Parameters<typeof addon.convolve>[0], 'weights' | 'input' | 'bias' | 'residual'>,
  algorithm: 'gemm-1x1' | 'tiled' = 'gemm-1x1',
): Float32Array {
  const target = { isa, threads: 1, weightStorage: 'bfloat16' } as const
  return addon.convolve({ problem, choice: choiceOf(algorithm), ...target, activation: 'relu', ...tensors }).output
}

describe.each(ISAS)('products of bfloat16 on %s', (isa) => {
  it.each(DEPTHS)('are exact on small integers at every edge of a tile with a depth of %i', (depth) => {
    const wrong: string[] = []
    for (const positions of POSITIONS) {
      for (const channels of CHANNELS) {
        const problem = pointwise(depth, channels, positions)
        const weights = integers(channels * depth, 1)
        const input = integers(depth * positions, 2)
        const bias = integers(channels, 3)
        const residual = integers(channels * positions, 4)
        const [inPlace, gathered] = (['gemm-1x1', 'tiled'] as const).map((algorithm) =>
          outputs(problem, isa, { weights, input, bias, residual }, algorithm),
        )
        for (let at = 0; at < channels * positions; ++at) {
          const channel = Math.floor(at / positions)
          let sum = (bias[channel] ?? 0) + (residual[at] ?? 0)
          for (let k = 0; k < depth; ++k) {
            sum += (weights[channel * depth + k] ?? 0) * (input[k * positions + (at % positions)] ?? 0)
          }
          const expected = Math.max(sum, 0)
          if (inPlace?.[at] === expected && gathered?.[at] === expected) continue
          wrong.push(`${positions} positions, ${channels} channels: output ${at}`)
          break
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('keep what is infinite to the channels and positions that it belongs to', () => {
    // What a tile reads beyond a panel's depth is the next panel.
    const problem = pointwise(20, 70, 19)
    const weights = integers(70 * 20, 5).fill(Number.POSITIVE_INFINITY, 40 * 20)
    const input = integers(20 * 19, 6)
    for (let k = 0; k < 20; ++k) input[k * 19 + 18] = Number.NaN
    const output = outputs(problem, isa, { weights, input, bias: null })
    const own = Array.from({ length: 40 }, (_, channel) => [...output.subarray(channel * 19, channel * 19 + 18)])
    expect(own.flat().every(Number.isFinite)).toBe(true)
  })
})

describe('tiles of bfloat16', () => {
  it.skipIf(!TILES)('multiply faster than vectors, where the processor has AMX and Linux permits it', () => {
    const vectors = Math.max(addon.multiplyAddRate('avx512'), addon.bfloat16Rate('avx512'))
    expect(addon.tileRate('avx512')).toBeGreaterThan(2 * vectors)
  })

  it.each(ISAS.filter((isa) => isa !== 'avx512'))('are not there for %s, whose panels have other columns', (isa) => {
    expect(addon.tileRate(isa)).toBe(0)
  })
})
