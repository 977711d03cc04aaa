// SPDX-License-Identifier: Apache-2.0
import { createColors } from 'picocolors'
import { describe, expect, test } from 'vitest'
import { parseGrowth, parseSize } from '#hosts/cli/figures'
import { table } from '#hosts/cli/table'
import { shortened } from '#messages/plain-text'
import { printable } from '#messages/visible'

const TERMINAL = {
  out: () => {},
  err: () => {},
  colours: createColors(false),
  progress: () => ({ update: () => {}, stop: () => {} }),
}

describe('sizes', () => {
  test.each([
    ['500MB', 500_000_000],
    ['500 MiB', 524_288_000],
    ['1.5gib', 1_610_612_736],
    ['123', 123],
    ['2kB', 2000],
  ])('%s is %d bytes', (text, bytes) => expect(parseSize(text).bytes).toBe(bytes))

  test.each(['', 'MB', '-5MB', '5XB', '1e3', '9'.repeat(30)])('“%s” is refused', (text) => {
    expect(() => parseSize(text)).toThrow(/500MB/)
  })

  test('growth is a share or bytes', () => {
    expect(parseGrowth('5%')).toEqual({ limit: { growth: 0.05 }, text: '5%' })
    expect(parseGrowth('20MB')).toEqual({ limit: { growthBytes: 20_000_000 }, text: '20MB' })
  })
})

describe('text from files', () => {
  test('cannot command the terminal', () => {
    expect(printable('a\u001b[31mb\nc\u202ed\u009be')).toBe('a�[31mb�c�d�e')
  })

  test('is shortened in the middle, to the width exactly', () => {
    expect(shortened('stage3.block14.conv2', 11)).toBe('stage…conv2')
    expect(shortened('short', 11)).toBe('short')
  })
})

describe('tables', () => {
  const columns = [
    { title: 'Layer', shrinks: true },
    { title: 'Packed', align: 'right' },
  ] as const
  const rows = [
    ['stage3.block14.branch2.conv2/convolution', '12.50 MiB'],
    ['conv1', '1.0 KiB'],
  ]
  const print = (width: number | null) => table({ ...TERMINAL, width }, columns, rows)

  test('give way to a terminal’s width in the middle of names, and to no pipe', () => {
    expect(print(null)).toContain(rows[0]?.[0])
    for (const width of [30, 40]) {
      const lines = print(width).trimEnd().split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBe(width)
      expect(lines[1]).toMatch(/^stage.*….*lution +12\.50 MiB$/)
    }
  })

  test('align figures to the right and leave no blanks at the end', () => {
    expect(print(null).split('\n')[2]).toBe(`conv1${' '.repeat(39)}1.0 KiB`)
  })
})
