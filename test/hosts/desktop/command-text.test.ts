// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { commandText } from '#hosts/desktop/command-text'
import { english } from '#messages/say'

const text = (...words: string[]) => commandText(words, english)

test('the words of a command are told apart, and cannot look like more, less or other words', () => {
  expect(text('/usr/bin/run', '--size=3', 'a.mnn')).toBe('/usr/bin/run --size=3 a.mnn')
  expect(text('sh', '-c', 'rm -rf ~; echo $HOME')).toBe("sh -c 'rm -rf ~; echo $HOME'")
  expect(text('a', '', ' ', "it's")).toBe("a '' ' ' 'it'\\''s'")
  // Other blanks, and look-alikes of our quotes, stay within the quotes.
  expect(text('a\u00a0b', '’ ‘')).toBe("'a\u00a0b' '’ ‘'")
})

test('nothing in it acts: no line, no direction, no width', () => {
  expect(text('run', 'x\n\n\n\nSafe to start.', '\u202eevil', 'a\u200bb', '\u001b[2J')).toBe(
    "run 'x\\u{a}\\u{a}\\u{a}\\u{a}Safe to start.' '\\u{202e}evil' 'a\\u{200b}b' '\\u{1b}[2J'",
  )
})

test('a long one keeps its beginning and its end, and says how much is left out', () => {
  const long = text('first', ...Array.from({ length: 999 }, () => 'x'.repeat(4000)), 'last')
  expect(long.length).toBeLessThan(1100)
  expect(long.startsWith('first x')).toBe(true)
  expect(long.endsWith('x last')).toBe(true)
  expect(long).toMatch(/\n\n\[\d+ characters are left out here\]\n\n/)
  // Only the dialog itself breaks lines.
  expect(text('a'.repeat(2000), '\n\n[9 characters are left out here]\n\n').split('\n\n')).toHaveLength(3)
})
