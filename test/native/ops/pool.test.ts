// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'vitest'
import { runOne, TARGETS } from './run-op'
import { element, expectClose, expectEqual, generate, random, type Tensor } from './tensor'

interface Pooling {
  readonly mode: 'max' | 'average'
  readonly kernel: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly dilations: readonly [number, number]
  readonly pads: readonly [number, number, number, number]
  readonly ceil: boolean
  readonly countPadding: boolean
}

const BASE: Pooling = {
  mode: 'max',
  kernel: [3, 2],
  strides: [2, 1],
  dilations: [1, 1],
  pads: [1, 0, 0, 1],
  ceil: false,
  countPadding: false,
}

const SETTINGS: readonly Partial<Pooling>[] = [
  {},
  { ceil: true },
  { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] },
  { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], ceil: true },
  { kernel: [3, 3], strides: [1, 1], dilations: [2, 3], pads: [2, 3, 2, 3] },
  { kernel: [1, 1], strides: [3, 2], pads: [0, 0, 0, 0] },
  { kernel: [5, 4], strides: [1, 1], pads: [4, 3, 4, 3] },
  { kernel: [3, 3], strides: [3, 3], pads: [0, 0, 2, 2], ceil: true, dilations: [2, 1] },
]

function outputSize(p: Pooling, axis: 0 | 1, size: number): number {
  const span = size + p.pads[axis] + p.pads[axis === 0 ? 2 : 3] - (p.dilations[axis] * (p.kernel[axis] - 1) + 1)
  const steps = span / p.strides[axis]
  const windows = (p.ceil ? Math.ceil(steps) : Math.floor(steps)) + 1
  // ONNX: no window begins in the padding at the end.
  return (windows - 1) * p.strides[axis] >= size + p.pads[axis] ? windows - 1 : windows
}

function pool(p: Pooling, x: Tensor): Tensor {
  const [n = 0, c = 0, height = 0, width = 0] = x.dims
  return generate(
    [n, c, outputSize(p, 0, height), outputSize(p, 1, width)],
    ([image = 0, channel = 0, row = 0, column = 0]) => {
      const inside: number[] = []
      let counted = 0
      for (let i = 0; i < p.kernel[0]; i++) {
        for (let j = 0; j < p.kernel[1]; j++) {
          const y = row * p.strides[0] - p.pads[0] + i * p.dilations[0]
          const z = column * p.strides[1] - p.pads[1] + j * p.dilations[1]
          if (y < height + p.pads[2] && z < width + p.pads[3]) counted++
          if (y >= 0 && y < height && z >= 0 && z < width) inside.push(element(x, [image, channel, y, z]))
        }
      }
      if (inside.length === 0) return 0
      if (p.mode === 'max') return Math.max(...inside)
      return inside.reduce((sum, value) => sum + value, 0) / (p.countPadding ? counted : inside.length)
    },
  )
}

describe('Pool', () => {
  it.each(SETTINGS.map((settings) => [JSON.stringify(settings), settings] as const))('%s', async (_, settings) => {
    const x = random([2, 18, 9, 11], 1, -3, -1)
    for (const variant of [{ mode: 'max' }, { mode: 'average' }, { mode: 'average', countPadding: true }] as const) {
      const params: Pooling = { ...BASE, ...settings, ...variant }
      const expected = pool(params, x)
      for (const target of TARGETS) {
        const request = { kind: 'Pool', params, inputs: [x], outputs: [expected.dims], layout: 'blocked' as const }
        const y = await runOne(target, request)
        if (params.mode === 'max') expectEqual(y, expected, target.isa)
        else expectClose(y, expected, 1e-6, target.isa)
      }
    }
  })
})

describe('GlobalPool', () => {
  it.each(['max', 'average'] as const)('%s', async (mode) => {
    const x = random([2, 21, 13, 17], 1, -3, -1)
    const [n = 0, c = 0, h = 0, w = 0] = x.dims
    const expected = generate([n, c, 1, 1], ([image = 0, channel = 0]) => {
      const values = x.data.slice((image * c + channel) * h * w, (image * c + channel + 1) * h * w)
      return mode === 'max' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / (h * w)
    })
    for (const target of TARGETS) {
      const request = { kind: 'GlobalPool', params: { mode }, inputs: [x], outputs: [expected.dims] }
      expectClose(await runOne(target, { ...request, layout: 'blocked' }), expected, 1e-7, target.isa)
    }
  })
})
