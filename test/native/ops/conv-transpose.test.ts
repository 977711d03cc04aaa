// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'vitest'
import { runOne, TARGETS } from './run-op'
import { elements, expectClose, plusBias, random, type Tensor } from './tensor'

interface Settings {
  readonly input: readonly [number, number, number, number]
  /** Output channels of all groups. */
  readonly channels: number
  readonly kernel: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly dilations: readonly [number, number]
  readonly pads: readonly [number, number, number, number]
  readonly outputPadding: readonly [number, number]
  readonly group: number
}

const BASE: Settings = {
  input: [1, 6, 5, 7],
  channels: 10,
  kernel: [3, 3],
  strides: [2, 2],
  dilations: [1, 1],
  pads: [1, 1, 1, 1],
  outputPadding: [0, 0],
  group: 1,
}

const CASES: readonly Partial<Settings>[] = [
  {},
  { kernel: [2, 2], pads: [0, 0, 0, 0], input: [2, 3, 4, 4] },
  { outputPadding: [1, 1], pads: [1, 0, 0, 2], strides: [2, 3] },
  { group: 2, channels: 4, dilations: [2, 1] },
  { group: 6, channels: 6, kernel: [4, 4], input: [2, 6, 3, 5] },
  { kernel: [1, 1], strides: [3, 2], pads: [0, 0, 0, 0] },
  { input: [1, 40, 1, 1], kernel: [4, 5], pads: [0, 0, 0, 0] },
  { input: [1, 300, 9, 8], channels: 9 },
  { pads: [3, 4, 2, 3], strides: [3, 3], input: [1, 2, 6, 6] },
  { kernel: [1, 1], channels: 1, strides: [1, 1], pads: [0, 0, 0, 0] },
  // Several blocks of rows, the last a smaller one; a row larger than a block; more rows of one position than a block has.
  { input: [1, 4, 19, 120], channels: 16 },
  { input: [1, 2, 3, 700], channels: 32, dilations: [2, 1] },
  { input: [1, 2, 6000, 1], channels: 8, kernel: [3, 1], strides: [1, 1], pads: [0, 0, 0, 0] },
]

function outputSize(s: Settings, axis: 0 | 1): number {
  const length = s.input[axis === 0 ? 2 : 3]
  const pads = s.pads[axis] + s.pads[axis === 0 ? 2 : 3]
  return s.strides[axis] * (length - 1) + s.outputPadding[axis] + s.dilations[axis] * (s.kernel[axis] - 1) + 1 - pads
}

/** Every input element adds its share to every output that a kernel tap takes it to. */
function scatter(s: Settings, x: Tensor, weight: Tensor): Tensor {
  const [n, , height, width] = s.input
  const [perGroupIn, perGroupOut] = [s.input[1] / s.group, s.channels / s.group]
  const dims = [n, s.channels, outputSize(s, 0), outputSize(s, 1)] as const
  const data = new Float64Array(elements(dims))
  const index = (image: number, c: number, y: number, z: number) => ((image * dims[1] + c) * dims[2] + y) * dims[3] + z
  for (let image = 0; image < n; image++)
    for (let ic = 0; ic < s.input[1]; ic++)
      for (let oc = 0; oc < perGroupOut; oc++)
        for (let h = 0; h < height; h++)
          for (let w = 0; w < width; w++)
            for (let ky = 0; ky < s.kernel[0]; ky++)
              for (let kx = 0; kx < s.kernel[1]; kx++) {
                const y = h * s.strides[0] + ky * s.dilations[0] - s.pads[0]
                const z = w * s.strides[1] + kx * s.dilations[1] - s.pads[1]
                if (y < 0 || y >= dims[2] || z < 0 || z >= dims[3]) continue
                const channel = Math.floor(ic / perGroupIn) * perGroupOut + oc
                const at = index(image, channel, y, z)
                const value = x.data[((image * s.input[1] + ic) * height + h) * width + w] as number
                const factor = weight.data[((ic * perGroupOut + oc) * s.kernel[0] + ky) * s.kernel[1] + kx] as number
                data[at] = (data[at] as number) + value * factor
              }
  return { dims, data }
}

describe('ConvTranspose', () => {
  it.each(CASES.map((settings) => [JSON.stringify(settings), settings] as const))('%s', async (_, settings) => {
    const s: Settings = { ...BASE, ...settings }
    const x = random(s.input, 1)
    const weight = random([s.input[1], s.channels / s.group, ...s.kernel], 2, -0.5, 0.5)
    const bias = random([s.channels], 3)
    const unbiased = scatter(s, x, weight)
    for (const [biased, activation] of [
      [true, 'none'],
      [false, 'relu'],
      [true, 'relu6'],
    ] as const) {
      const linear = biased ? plusBias(unbiased, bias) : unbiased
      const top = activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY
      const bottom = activation === 'none' ? Number.NEGATIVE_INFINITY : 0
      const expected = { dims: linear.dims, data: linear.data.map((v) => Math.min(Math.max(v, bottom), top)) }
      const { kernel, strides, dilations, pads, outputPadding, group } = s
      const params = { kernel, strides, dilations, pads, outputPadding, group, activation }
      const constants = [{ ...weight, constant: true }, biased ? { ...bias, constant: true } : null]
      for (const target of TARGETS) {
        const request = { kind: 'ConvTranspose', params, inputs: [x, ...constants], outputs: [expected.dims] }
        expectClose(await runOne(target, request), expected, 1e-5, `${activation} ${target.isa}`)
      }
    }
  })
})
