// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { reasonAgainst, runOne, TARGETS } from './run-op'
import { coordinates, elements, expectClose, generate, plusBias, random, type Tensor } from './tensor'

interface Settings {
  /** [n, c, …spatial] */
  readonly input: readonly number[]
  readonly channels: number
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly pads: readonly number[]
  readonly group: number
}

const CASES: readonly Settings[] = [
  { input: [2, 6, 17], channels: 8, kernel: [3], strides: [2], dilations: [2], pads: [1, 2], group: 2 },
  {
    input: [1, 5, 9, 8],
    channels: 7,
    kernel: [3, 2],
    strides: [1, 2],
    dilations: [2, 1],
    pads: [0, 1, 2, 0],
    group: 1,
  },
  {
    input: [2, 4, 5, 6, 7],
    channels: 6,
    kernel: [3, 2, 3],
    strides: [1, 2, 1],
    dilations: [1, 1, 2],
    pads: [1, 0, 2, 0, 1, 1],
    group: 2,
  },
  {
    input: [1, 3, 4, 4, 4],
    channels: 3,
    kernel: [4, 4, 4],
    strides: [1, 1, 1],
    dilations: [1, 1, 1],
    pads: [0, 0, 0, 0, 0, 0],
    group: 3,
  },
  {
    input: [1, 1, 2, 3, 1],
    channels: 1,
    kernel: [1, 1, 1],
    strides: [1, 1, 1],
    dilations: [1, 1, 1],
    pads: [0, 0, 0, 0, 0, 0],
    group: 1,
  },
  // Patches in several stretches.
  {
    input: [1, 64, 7, 31, 29],
    channels: 4,
    kernel: [3, 3, 3],
    strides: [2, 1, 1],
    dilations: [1, 1, 1],
    pads: [1, 1, 1, 1, 1, 1],
    group: 1,
  },
]

function outputDims({ input, channels, kernel, strides, dilations, pads }: Settings): number[] {
  const size = (axis: number) => {
    const padded = (input[axis + 2] ?? 0) + (pads[axis] ?? 0) + (pads[axis + kernel.length] ?? 0)
    return Math.floor((padded - (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) - 1) / (strides[axis] ?? 1)) + 1
  }
  return [input[0] ?? 0, channels, ...kernel.map((_, axis) => size(axis))]
}

/** By definition: every output is the sum over its group's channels and the taps inside the input. */
function convolve(s: Settings, x: Tensor, weight: Tensor): Tensor {
  const perGroup = (s.input[1] ?? 0) / s.group
  const spatial = s.input.slice(2)
  const [plane, tapCount] = [elements(spatial), elements(s.kernel)]
  const taps = Array.from({ length: tapCount }, (_, i) => coordinates(s.kernel, i))
  return generate(outputDims(s), ([image = 0, channel = 0, ...at]) => {
    const first = Math.floor(channel / (s.channels / s.group)) * perGroup
    let sum = 0
    for (const [tapIndex, tap] of taps.entries()) {
      const from = at.map((p, i) => p * (s.strides[i] ?? 1) + (tap[i] ?? 0) * (s.dilations[i] ?? 1) - (s.pads[i] ?? 0))
      if (from.some((p, i) => p < 0 || p >= (spatial[i] ?? 0))) continue
      const pixel = from.reduce((index, p, i) => index * (spatial[i] ?? 0) + p, 0)
      // Nothing is allocated for one of millions of products.
      for (let c = 0; c < perGroup; c++) {
        const value = x.data[(image * (s.input[1] ?? 0) + first + c) * plane + pixel] as number
        sum += value * (weight.data[(channel * perGroup + c) * tapCount + tapIndex] as number)
      }
    }
    return sum
  })
}

describe('GeneralConv', () => {
  it.each(CASES.map((settings) => [JSON.stringify(settings), settings] as const))('%s', async (_, s) => {
    const x = random(s.input, 1)
    const weight = random([s.channels, (s.input[1] ?? 0) / s.group, ...s.kernel], 2, -0.5, 0.5)
    const bias = random([s.channels], 3)
    const { strides, dilations, pads, group } = s
    const linear = convolve(s, x, weight)
    const positive = { dims: linear.dims, data: linear.data.map((v) => Math.max(v, 0)) }
    for (const activation of ['none', 'relu'] as const) {
      const biased = activation === 'none'
      const expected = biased ? plusBias(linear, bias) : positive
      for (const target of TARGETS) {
        const y = await runOne(target, {
          kind: 'GeneralConv',
          params: { strides, dilations, pads, group, activation },
          // Weights that are known beforehand and ones that are not.
          inputs: [x, { ...weight, constant: biased }, biased ? bias : null],
          outputs: [linear.dims],
        })
        expectClose(y, expected, 2e-5, `${activation} ${target.isa}`)
      }
    }
  })

  it('refuses weights that do not fit', () => {
    const params = { strides: [1], dilations: [1], pads: [0, 0], group: 2, activation: 'none' }
    const inputs = [random([1, 5, 8]), random([4, 2, 3])]
    expect(reasonAgainst({ kind: 'GeneralConv', params, inputs, outputs: [[1, 4, 6]] })).toBe(
      'weights of shape [4, 2, 3] do not fit 5 input channels in 2 groups.',
    )
  })
})
