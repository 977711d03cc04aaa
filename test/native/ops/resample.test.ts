// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { runOne, TARGETS } from './run-op'
import { element, expectClose, generate, random } from './tensor'

const PLAIN = {
  mode: 'linear',
  coordinates: 'halfPixel',
  nearest: 'floor',
  cubicFactor: -0.75,
  excludeOutside: false,
  antialias: false,
  extrapolation: 0,
}
const whole = (rank: number) => ({ starts: new Array(rank).fill(0), ends: new Array(rank).fill(1) })

/** Weight of a neighbour at a distance (ONNX, Resize). */
function weight(mode: string, a: number, distance: number): number {
  const x = Math.abs(distance)
  if (mode === 'linear') return Math.max(0, 1 - x)
  if (x <= 1) return (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1
  return x < 2 ? a * x ** 3 - 5 * a * x ** 2 + 8 * a * x - 4 * a : 0
}

/** Every neighbour within reach, beyond the edge that of the edge; along one axis, half-pixel coordinates. */
function resampled(line: readonly number[], out: number, mode: string, antialias: boolean): number[] {
  const scale = out / line.length
  const wide = antialias && scale < 1 ? 1 / scale : 1
  return Array.from({ length: out }, (_, i) => {
    const x = (i + 0.5) / scale - 0.5
    const reach = Math.ceil(2 * wide) + 1
    let [sum, total] = [0, 0]
    for (let at = Math.floor(x) - reach; at <= Math.floor(x) + reach + 1; at++) {
      const w = weight(mode, -0.5, (x - at) / wide)
      total += w
      sum += w * (line[Math.min(Math.max(at, 0), line.length - 1)] as number)
    }
    return sum / total
  })
}

describe('Resample', () => {
  it.each([
    ['linear', 20, true],
    ['linear', 4, true],
    ['cubic', 5, true],
    ['cubic', 3, true],
    ['cubic', 17, false],
    ['linear', 5, false],
  ])('%s to %i, smoothing: %s', async (mode, out, antialias) => {
    const x = random([2, 9, 3], 1)
    const expected = generate([2, out, 3], ([a = 0, i = 0, b = 0]) => {
      const line = Array.from({ length: 9 }, (_, at) => element(x, [a, at, b]))
      return resampled(line, out, mode, antialias)[i] as number
    })
    const params = { ...PLAIN, ...whole(3), mode, antialias, cubicFactor: -0.5, scales: [1, out / 9, 1] }
    for (const target of TARGETS) {
      expectClose(
        await runOne(target, { kind: 'Resample', params, inputs: [x], outputs: [expected.dims] }),
        expected,
        1e-5,
      )
    }
  })

  it('stays within the tensor whatever the scales say', async () => {
    const x = random([4], 1)
    for (const coordinates of ['alignCorners', 'halfPixel', 'asymmetric', 'crop']) {
      for (const mode of ['nearest', 'linear', 'cubic']) {
        for (const scales of [[1e-6], [0.25], [1e6]]) {
          const params = { ...PLAIN, mode, coordinates, scales, starts: [-1e6], ends: [1e6] }
          const y = await runOne(TARGETS[0] as (typeof TARGETS)[number], {
            kind: 'Resample',
            params,
            inputs: [x],
            outputs: [[3]],
          })
          expect(y.every(Number.isFinite), `${coordinates} ${mode} ${scales}`).toBe(true)
        }
      }
    }
  })
})
