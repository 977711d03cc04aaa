// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import {
  compactCount,
  costText,
  duration,
  durationsOnAxis,
  growth,
  inByteUnits,
  roughSize,
  signed,
  size,
  times,
} from '#messages/figures'

describe('figures', () => {
  test('sizes are binary unless they are asked for in thousands', () => {
    expect(size(1_500_000)).toBe('1.43 MiB')
    expect(inByteUnits('decimal', () => size(1_500_000))).toBe('1.50 MB')
    expect(size(1_500_000)).toBe('1.43 MiB')
    expect(roughSize(1_500_000)).toBe('1.4 MiB')
    expect([roughSize(-2048), roughSize(512)]).toEqual(['−2.0 KiB', '512 B'])
  })

  test('differences are signed', () => {
    expect([2048, 0, -2048].map((bytes) => signed(bytes, size))).toEqual(['+2.0 KiB', '±0', '−2.0 KiB'])
  })

  test.each([
    [980, '980 ns'],
    [12_340, '12.3 µs'],
    [4_561_000, '4.56 ms'],
    [123_400_000, '123.4 ms'],
    [1_234_000_000, '1.23 s'],
  ])('%d ns take %s', (ns, text) => expect(duration(ns)).toBe(text))

  test.each([
    [
      [0, 5e8, 1e9, 1.5e9],
      ['0', '0.5 s', '1.0 s', '1.5 s'],
    ],
    [
      [0, 2e8, 4e8],
      ['0', '200 ms', '400 ms'],
    ],
    [
      [1.2341e9, 1.2342e9],
      ['1.2341 s', '1.2342 s'],
    ],
    [
      [0, 2e5, 4e5, 1.2e6],
      ['0', '0.2 ms', '0.4 ms', '1.2 ms'],
    ],
    [[5e8], ['500 ms']],
    [[], []],
  ])('an axis of %j says %j', (at, said) => expect(durationsOnAxis(at)).toEqual(said))

  test('growth from nothing has no percentage', () => {
    expect([growth(0, 0), growth(0, 5)]).toEqual(['0.0 %', null])
    expect([growth(200, 210), growth(200, 190)]).toEqual(['+5.0 %', '−5.0 %'])
  })

  test('shares, counts and costs are short', () => {
    expect([times(7.11, 1), times(1, 2), times(1, 0)]).toEqual(['7.1×', '0.50×', ''])
    expect([compactCount(115_600_000), compactCount(1_500)]).toEqual(['115.6 M', '1.50 k'])
    expect([costText(190_200_000), costText(0.012)]).toEqual(['1.902×10⁸', '1.200×10⁻²'])
  })
})
