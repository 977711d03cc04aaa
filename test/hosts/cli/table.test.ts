// SPDX-License-Identifier: Apache-2.0
import { createColors } from 'picocolors'
import { expect, test } from 'vitest'
import { table } from '#hosts/cli/table'

const terminal = (colours: boolean) => ({
  out: () => {},
  err: () => {},
  colours: createColors(colours),
  width: null,
  progress: () => ({ update: () => {}, stop: () => {} }),
})
const COLUMNS = [{ title: 'Layer' }, { title: 'Bytes', align: 'right' }, { title: 'Why' }] as const

test('columns stand below each other, whatever their characters take', () => {
  const rows = [
    ['conv', '1', 'a'],
    ['卷积层', '10', ''],
    ['e\u0301', '', 'b'],
    ['📦', '1,000,000', 'c'],
    ['longer than its title', '2'],
  ]
  expect(table(terminal(false), COLUMNS, rows).split('\n')).toEqual([
    'Layer                      Bytes  Why',
    'conv                           1  a',
    '卷积层                        10',
    'e\u0301                                 b',
    '📦                     1,000,000  c',
    'longer than its title          2',
    '',
  ])
})

test('colours take no room', () => {
  const bold = table(terminal(true), COLUMNS, [['conv', '1', 'a']])
  expect(bold).toContain('\u001b[1mLayer\u001b[22m  \u001b[1mBytes')
})
