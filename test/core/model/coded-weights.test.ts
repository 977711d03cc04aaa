// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { type CodedWeights, expandWeights, paletteOf, storedBytes } from '#core/model/coded-weights'
import { codedLayer, packBits } from './support/coded-weights'

const WEIGHTS: CodedWeights = {
  kind: 'coded',
  coding: 'int8',
  bits: 8,
  linear: true,
  path: 'm.mnn',
  offset: 0,
  byteLength: 6,
  scales: { path: 'm.mnn', offset: 6, count: 2, half: false },
  asymmetric: false,
  smallest: -128,
  factor: 1,
  wideDims: false,
}
const floats = (...values: number[]) => new Uint8Array(Float32Array.of(...values).buffer)
const bytes = (...values: number[]) => Uint8Array.from(values, (value) => value & 255)
const expand = (more: Partial<CodedWeights>, count: number, buffer: Uint8Array, scales: Uint8Array) => {
  const coded = {
    ...WEIGHTS,
    ...more,
    scales: { ...WEIGHTS.scales, count: scales.byteLength / (more.scales?.half ? 2 : 4), ...more.scales },
  }
  return [...expandWeights(coded, count, buffer, scales)]
}

describe('quantised weights, worked by hand', () => {
  it('plain int8 with a scale for each output channel', () => {
    expect(expand({}, 6, bytes(1, -2, 127, -128, 0, 4), floats(0.5, 2))).toEqual([0.5, -1, 63.5, -256, 0, 8])
  })

  it('a common factor', () => {
    expect(expand({ factor: 0.25 }, 2, bytes(4, 8), floats(1, 0.5))).toEqual([1, 1])
  })

  it('minimum and scale, from the smallest integer', () => {
    expect(expand({ asymmetric: true }, 4, bytes(-128, -127, -128, 0), floats(-1, 0.5, 10, 1))).toEqual([
      -1, -0.5, 10, 138,
    ])
    expect(expand({ asymmetric: true, smallest: -8 }, 2, bytes(-8, 7), floats(-1, 0.5))).toEqual([-1, 6.5])
    expect(expand({ asymmetric: true, smallest: 0 }, 2, bytes(-8, 7), floats(-1, 0.5))).toEqual([-5, 2.5])
  })

  it('several scales a channel: blocks of input channels', () => {
    expect(expand({}, 8, bytes(1, 1, 1, 1, 1, 1, 1, 1), floats(1, 2, 3, 4))).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
  })

  it('half-precision scales', () => {
    // 1.5 is 0x3e00.
    const half = { path: 'm.mnn', offset: 0, count: 1, half: true }
    expect(expand({ scales: half }, 2, bytes(2, -2), bytes(0x00, 0x3e))).toEqual([3, -3])
  })

  it('a palette is sorted; indices are packed from the highest bit', () => {
    // 3 dims of 1, 1, 5; values 7, −3, 2, 0 sorted −3, 0, 2, 7; indices 0 1 2 3 0 in 2 bits: 00 01 10 11, 00.
    const buffer = bytes(3, 1, 0, 1, 0, 5, 0, 4, 7, -3, 2, 0, 0b00011011, 0)
    expect(paletteOf(buffer, 'palette', false)).toEqual({ bits: 2, linear: false })
    expect(expand({ coding: 'palette' }, 5, buffer, floats(1))).toEqual([-3, 0, 2, 7, -3])
  })

  it('4-bit values: high half first, less 8; 32-bit dims', () => {
    const palette = Array.from({ length: 16 }, (_, i) => i - 8)
    const buffer = bytes(1, 4, 0, 0, 0, 16, ...palette, 0x0f, 0x81)
    expect(expand({ coding: 'palette', wideDims: true }, 4, buffer, floats(1))).toEqual([-8, 7, 0, -7])
  })

  it('sparse values lie where the steps lead; the rest is zero', () => {
    // 2 × 3; two entries in steps of 4 bits: 1, 3; palette of one value, 5.
    const buffer = bytes(2, 2, 0, 3, 0, 2, 0, 0, 0, 4, 0x13, 1, 5, 0)
    expect(paletteOf(buffer, 'sparsePalette', false)).toEqual({ bits: 1, linear: false })
    expect(expand({ coding: 'sparsePalette' }, 6, buffer, floats(1, 2))).toEqual([0, 5, 0, 0, 10, 0])
  })

  it('sparse values of asymmetric scales: zero is the integer nearest to it', () => {
    // One bit: zero is round(−min / scale) − 1 = round(2) − 1 = 1: (1 + 2) · 0.5 − 1 = 0.5 by MNN's own rule.
    const buffer = bytes(1, 2, 0, 1, 0, 0, 0, 1, 0x80, 1, 0, 0)
    expect(expand({ coding: 'sparsePalette', asymmetric: true, smallest: -2 }, 2, buffer, floats(-1, 0.5))).toEqual([
      0.5, 0,
    ])
  })

  it('counts integers and scales as stored', () => {
    expect(storedBytes(WEIGHTS)).toBe(14)
  })
})

describe('quantised weights as an encoder writes them', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('palettes of %i bits come back, linear or not', (bits) => {
    for (const linear of [true, false]) {
      const { buffer, scales, values } = codedLayer([3, 5, 2, 2], bits, { linear, sparse: false })
      expect(paletteOf(buffer, 'palette', false)).toEqual({ bits, linear: linear || bits === 8 })
      expect(expand({ coding: 'palette' }, 60, buffer, floats(...scales))).toEqual([...values])
    }
  })

  it.each([1, 4, 8])('sparse palettes of %i bits come back', (bits) => {
    const { buffer, scales, values } = codedLayer([3, 5, 2, 2], bits, { linear: false, sparse: true })
    expect(expand({ coding: 'sparsePalette' }, 60, buffer, floats(...scales))).toEqual([...values])
  })
})

describe('broken quantised weights are refused', () => {
  const palette = bytes(1, 4, 0, 2, 1, 2, 0b01010000)
  it.each([
    ['end in the middle', () => expand({ coding: 'palette' }, 4, palette.subarray(0, 5), floats(1))],
    ['say that they have 9 dimensions', () => expand({ coding: 'palette' }, 4, bytes(9, 4, 0), floats(1))],
    ['are 4 values where 5 are needed', () => expand({ coding: 'palette' }, 5, palette, floats(1))],
    ['have 3 scales, which do not divide 4 values evenly', () => expand({}, 4, bytes(1, 2, 3, 4), floats(1, 2, 3))],
    ['have 3 bytes for 4 values', () => expand({}, 4, bytes(1, 2, 3), floats(1))],
    ['use value 3 of 3', () => expand({ coding: 'palette' }, 1, bytes(1, 1, 0, 3, 1, 2, 3, 0xff), floats(1))],
    [
      'have a position beyond their end',
      () => expand({ coding: 'sparsePalette' }, 2, bytes(1, 2, 0, 1, 0, 0, 0, 4, 0x70, 1, 5, 0), floats(1)),
    ],
    [
      'are packed in 9 bits',
      () => expand({ coding: 'sparsePalette' }, 2, bytes(1, 2, 0, 1, 0, 0, 0, 9, 0, 0, 1, 5, 0), floats(1)),
    ],
  ])('they %s', (why, read) => {
    expect(read).toThrow(why)
  })

  it('packing of the tests is as the format says', () => {
    expect([...packBits([1, 2, 3], 3)]).toEqual([0b00101001, 0b10000000])
  })
})
