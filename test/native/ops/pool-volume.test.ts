// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'vitest'
import { runOne, TARGETS } from './run-op'
import { coordinates, element, elements, expectClose, generate, random, type Tensor } from './tensor'

interface Pooling {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly pads: readonly number[]
  readonly ceil: boolean
}

const SETTINGS: readonly Pooling[] = [
  { kernel: [2, 2, 2], strides: [2, 2, 2], dilations: [1, 1, 1], pads: [0, 0, 0, 0, 0, 0], ceil: false },
  { kernel: [3, 2, 1], strides: [1, 2, 3], dilations: [1, 1, 1], pads: [1, 0, 0, 2, 1, 0], ceil: false },
  { kernel: [3, 3, 3], strides: [2, 2, 2], dilations: [1, 1, 1], pads: [1, 1, 1, 1, 1, 1], ceil: true },
  { kernel: [2, 2, 3], strides: [1, 1, 1], dilations: [2, 1, 3], pads: [0, 0, 2, 0, 0, 3], ceil: false },
]

function pool(p: Pooling, mode: 'max' | 'average', countPadding: boolean, x: Tensor): Tensor {
  const spatial = x.dims.slice(2)
  const end = spatial.map((length, i) => length + (p.pads[i + 3] ?? 0))
  const dims = spatial.map((length, i) => {
    const stride = p.strides[i] ?? 1
    const begin = p.pads[i] ?? 0
    const steps = (begin + (end[i] ?? 0) - (p.dilations[i] ?? 1) * ((p.kernel[i] ?? 1) - 1) - 1) / stride
    const windows = (p.ceil ? Math.ceil(steps) : Math.floor(steps)) + 1
    return (windows - 1) * stride >= length + begin ? windows - 1 : windows
  })
  const taps = Array.from({ length: elements(p.kernel) }, (_, i) => coordinates(p.kernel, i))
  return generate([...x.dims.slice(0, 2), ...dims], ([n = 0, c = 0, ...at]) => {
    const places = taps.map((tap) =>
      at.map((o, i) => o * (p.strides[i] ?? 1) - (p.pads[i] ?? 0) + (tap[i] ?? 0) * (p.dilations[i] ?? 1)),
    )
    const inside = places.filter((place) => place.every((v, i) => v >= 0 && v < (spatial[i] ?? 0)))
    const values = inside.map((place) => element(x, [n, c, ...place]))
    if (mode === 'max') return Math.max(...values)
    const counted = countPadding ? places.filter((place) => place.every((v, i) => v < (end[i] ?? 0))) : inside
    return values.reduce((sum, value) => sum + value, 0) / counted.length
  })
}

describe('Pool over three axes', () => {
  it.each(SETTINGS.map((settings) => [JSON.stringify(settings), settings] as const))('%s', async (_, settings) => {
    const x = random([2, 5, 6, 7, 8], 1, -3, -1)
    for (const [mode, countPadding] of [
      ['max', false],
      ['average', false],
      ['average', true],
    ] as const) {
      const expected = pool(settings, mode, countPadding, x)
      for (const target of TARGETS) {
        const params = { ...settings, mode, countPadding }
        const y = await runOne(target, { kind: 'Pool', params, inputs: [x], outputs: [expected.dims] })
        expectClose(y, expected, 1e-6, `${mode} ${target.isa}`)
      }
    }
  })
})
