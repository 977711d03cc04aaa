// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'vitest'
import { runOne, TARGETS } from './run-op'
import { element, expectClose, expectEqual, generate, random, type Tensor } from './tensor'

const COORDINATES = ['halfPixel', 'pytorchHalfPixel', 'alignCorners', 'asymmetric', 'tfHalfPixel'] as const
const NEAREST = ['roundPreferFloor', 'roundPreferCeil', 'floor', 'ceil'] as const
type Coordinates = (typeof COORDINATES)[number]
type Nearest = (typeof NEAREST)[number]

const { fround } = Math

/** Where an output position lies in the input; in float32, because ties are decided there (ONNX Resize). */
function origin(coordinates: Coordinates, position: number, length: number, out: number, scale: number): number {
  const halfPixel = () => fround(fround(fround(position + 0.5) / fround(scale)) - 0.5)
  switch (coordinates) {
    case 'halfPixel':
      return halfPixel()
    case 'pytorchHalfPixel':
      return out > 1 ? halfPixel() : 0
    case 'alignCorners':
      return out === 1 ? 0 : fround(fround(position * (length - 1)) / fround(alignedLength(length, out, scale) - 1))
    case 'asymmetric':
      return fround(position / fround(scale))
    case 'tfHalfPixel':
      return fround(fround(position + 0.5) / fround(scale))
  }
}

/** ONNX takes the length before it is rounded down; a scale that gives `out` but for its own rounding means `out`. */
function alignedLength(length: number, out: number, scale: number): number {
  return Math.abs(length * scale - out) < 1e-6 * out ? out : length * scale
}

const ROUND: Readonly<Record<Nearest, (x: number) => number>> = {
  roundPreferFloor: (x) => Math.ceil(x - 0.5),
  roundPreferCeil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
}

const clamp = (x: number, length: number) => Math.min(Math.max(x, 0), length - 1)

interface Resizing {
  readonly mode: 'nearest' | 'linear'
  readonly coordinates: Coordinates
  readonly nearest: Nearest
  readonly scales: readonly [number, number, number, number]
}

function resize(x: Tensor, out: readonly number[], { mode, coordinates, nearest, scales }: Resizing): Tensor {
  return generate(out, ([n = 0, c = 0, ...at]) => {
    const [y = 0, z = 0] = at.map((position, i) => {
      const length = x.dims[i + 2] as number
      const from = origin(coordinates, position, length, out[i + 2] as number, scales[i + 2] as number)
      return clamp(mode === 'nearest' ? ROUND[nearest](from) : from, length)
    })
    const [top, left] = [Math.floor(y), Math.floor(z)]
    const pick = (i: number, j: number) =>
      element(x, [n, c, clamp(i, x.dims[2] as number), clamp(j, x.dims[3] as number)])
    const [down, right] = [y - top, z - left]
    return (
      (1 - down) * ((1 - right) * pick(top, left) + right * pick(top, left + 1)) +
      down * ((1 - right) * pick(top + 1, left) + right * pick(top + 1, left + 1))
    )
  })
}

const SIZES = [
  { from: [5, 7], scales: [2, 2] },
  { from: [6, 9], scales: [0.5, 1 / 3] },
  { from: [4, 5], scales: [1.75, 2.6] },
  { from: [3, 8], scales: [1, 0.4] },
  { from: [1, 4], scales: [3, 0.25] },
] as const

describe('Resize', () => {
  for (const { from, scales } of SIZES) {
    const x = random([2, 18, ...from], 1)
    const out = [2, 18, ...from.map((length, axis) => Math.floor(length * (scales[axis] as number) + 1e-9))]
    const title = `${from.join(' x ')} by ${scales.map((s) => s.toFixed(2)).join(' x ')}`

    it.each(COORDINATES)(`${title}, nearest, %s, every rounding`, async (coordinates) => {
      for (const nearest of NEAREST) {
        const params: Resizing = { mode: 'nearest', coordinates, nearest, scales: [1, 1, ...scales] }
        const expected = resize(x, out, params)
        for (const target of TARGETS) {
          const request = { kind: 'Resize', params, inputs: [x], outputs: [out], layout: 'blocked' as const }
          expectEqual(await runOne(target, request), expected, `${nearest} ${target.isa}`)
        }
      }
    })

    it.each(COORDINATES)(`${title}, linear, %s`, async (coordinates) => {
      const params: Resizing = { mode: 'linear', coordinates, nearest: 'floor', scales: [1, 1, ...scales] }
      const expected = resize(x, out, params)
      for (const target of TARGETS) {
        const request = { kind: 'Resize', params, inputs: [x], outputs: [out], layout: 'blocked' as const }
        expectClose(await runOne(target, request), expected, 1e-6, target.isa)
      }
    })
  }
})
