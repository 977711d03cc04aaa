// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import { printable, printableJson, printableLines, visible } from '#messages/visible'

const ACTING = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, code) => 0x7f + code),
  ...[0xad, 0x061c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xd800, 0xfeff],
].map((code) => String.fromCodePoint(code))

describe('text of files', () => {
  test.each(ACTING.map((character) => [character.codePointAt(0)?.toString(16), character]))(
    'U+%s is shown and does not act',
    (code, character = '') => {
      expect(visible(`a${character}b`)).toBe(`a\\u{${code}}b`)
      expect(printable(`a${character}b`)).toBe('a�b')
      const json = printableJson(JSON.stringify({ [character]: `a${character}b` }))
      expect(JSON.parse(json)).toEqual({ [character]: `a${character}b` })
      expect(visible(json)).toBe(json)
    },
  )

  test('of any script stays', () => {
    for (const text of ['conv1/权重:0', 'слой_1', 'é', 'क्‍ष', '👩‍🚀', 'a b', 'ﾊﾟ']) expect(printable(text)).toBe(text)
    expect(visible('权重 é')).toBe('权重 é')
  })

  test('keeps our lines, and our colours where there are any', () => {
    const text = 'a\tb\r\n\u001b[31mred\u001b[39m\u001b]0;title\u0007\u001b[2J\rover\n'
    expect(printableLines(text)).toBe('a\tb\r\n�[31mred�[39m�]0;title��[2J�over\n')
    expect(printableLines(text, true)).toBe('a\tb\r\n\u001b[31mred\u001b[39m�]0;title��[2J�over\n')
  })
})
