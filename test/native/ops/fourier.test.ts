// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { reasonAgainst, runOne, TARGETS } from './run-op'
import { element, expectClose, generate, random, type Tensor } from './tensor'

/** By the definition: part `part` of element k of the transform of complex numbers. */
function transformed(values: readonly (readonly [number, number])[], k: number, part: number, inverse = false): number {
  const turn = ((inverse ? 2 : -2) * Math.PI * k) / values.length
  const sum = values.reduce((total, [re, im], t) => {
    const [cos, sin] = [Math.cos(turn * t), Math.sin(turn * t)]
    return total + (part === 0 ? re * cos - im * sin : re * sin + im * cos)
  }, 0)
  return inverse ? sum / values.length : sum
}

/** Row `at` of x along axis 1, of three dims and the parts, cut or padded. */
function row(x: Tensor, at: readonly number[], length: number): readonly (readonly [number, number])[] {
  const [b = 0, , c = 0] = at
  const parts = x.dims[3] ?? 1
  return Array.from({ length }, (_, t) => {
    if (t >= (x.dims[1] ?? 0)) return [0, 0] as const
    return [element(x, [b, t, c, 0]), parts === 2 ? element(x, [b, t, c, 1]) : 0] as const
  })
}

describe('Dft', () => {
  it.each([
    ['real, of a power of two', 1, 16, 16, false],
    ['complex', 2, 12, 12, false],
    ['cut', 2, 12, 7, false],
    ['padded to a power of two', 1, 12, 32, false],
    ['inverse', 2, 16, 16, true],
    ['inverse of another length', 2, 10, 15, true],
  ])('%s', async (_title, parts, size, length, inverse) => {
    const x = random([2, size, 3, parts], 3)
    const expected = generate([2, length, 3, 2], (at) =>
      transformed(row(x, at, length), at[1] ?? 0, at[3] ?? 0, inverse),
    )
    for (const target of TARGETS) {
      const params = { axis: 1, length, inverse }
      const y = await runOne(target, { kind: 'Dft', params, inputs: [x], outputs: [expected.dims] })
      expectClose(y, expected, 1e-5, target.isa)
    }
  })

  it('gives the first half of it', async () => {
    const x = random([1, 10, 1, 1], 4)
    const expected = generate([1, 6, 1, 2], (at) => transformed(row(x, at, 10), at[1] ?? 0, at[3] ?? 0))
    for (const target of TARGETS) {
      const params = { axis: 1, length: 10, inverse: false }
      expectClose(await runOne(target, { kind: 'Dft', params, inputs: [x], outputs: [expected.dims] }), expected, 1e-5)
    }
  })

  it.each([10, 11])('turns such a half of %i back into real numbers', async (length) => {
    const x = random([1, length, 1, 1], 5)
    const half = generate([1, Math.floor(length / 2) + 1, 1, 2], (at) =>
      transformed(row(x, at, length), at[1] ?? 0, at[3] ?? 0),
    )
    for (const target of TARGETS) {
      const params = { axis: 1, length, inverse: true }
      expectClose(await runOne(target, { kind: 'Dft', params, inputs: [half], outputs: [x.dims] }), x, 1e-5)
    }
  })

  it('refuses lengths that are none or beyond what it computes', () => {
    const request = (length: number, size: number) => ({
      ...{ kind: 'Dft', params: { axis: 0, length, inverse: false } },
      inputs: [random([4, 1])],
      outputs: [[size, 2]],
    })
    expect(reasonAgainst(request(0, 1))).not.toBe('')
    expect(reasonAgainst(request(2 ** 40, 4))).not.toBe('')
    expect(reasonAgainst(request(4, 5))).not.toBe('')
  })
})

describe('Stft', () => {
  it.each([1, 2])('transforms windowed frames of %i parts', async (parts) => {
    const [x, window] = [random([2, 50, parts], 6), random([8], 7)]
    const expected = generate([2, 15, 5, 2], (at) => {
      const [b = 0, frame = 0, k = 0, part = 0] = at
      const cut = Array.from({ length: 8 }, (_, t) => {
        const [place, factor] = [frame * 3 + t, element(window, [t])]
        return [element(x, [b, place, 0]) * factor, parts === 2 ? element(x, [b, place, 1]) * factor : 0] as const
      })
      return transformed(cut, k, part)
    })
    for (const target of TARGETS) {
      const params = { step: 3, length: 8 }
      const y = await runOne(target, { kind: 'Stft', params, inputs: [x, window], outputs: [expected.dims] })
      expectClose(y, expected, 1e-5, target.isa)
    }
  })
})
