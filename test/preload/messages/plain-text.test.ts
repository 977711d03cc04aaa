// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layerTitles } from '#messages/plain-text'

const titles = (...names: string[]) => layerTitles(names.map((name) => ({ name })))

describe('titles of layers', () => {
  it('are the names where these are short and differ', () => {
    expect(titles('conv', '卷积', '__proto__')).toEqual(['conv', '卷积', '__proto__'])
  })

  it('have a number where a name comes again, one that no other layer has', () => {
    expect(titles('conv', 'conv', 'conv')).toEqual(['conv', 'conv #2', 'conv #3'])
    expect(titles('conv', 'conv #2', 'conv')).toEqual(['conv', 'conv #2', 'conv #3'])
  })

  it('are the place of a layer that has no name', () => {
    expect(titles('', 'a', ' ')).toEqual(['#0', 'a', '#2'])
  })

  it('have the beginning and the end of a long name', () => {
    const [title = ''] = titles(`begin${'x'.repeat(5000)}end`)
    expect(title).toMatch(/^beginx+…x+end$/)
    expect(title.length).toBeLessThanOrEqual(80)
  })

  it('are different, short and without control characters, whatever the names', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a', 'a #2', '#0', '\x1b[2J', 'a\nb', 'a\rb', '\u202e', 'x'.repeat(300), `${'x'.repeat(300)}y`),
    )
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), (names) => {
        const made = titles(...names)
        expect(made).toHaveLength(names.length)
        expect(new Set(made).size).toBe(names.length)
        for (const title of made) {
          expect(title.length).toBeLessThan(100)
          expect(title).not.toMatch(/\p{Cc}|[\u2028-\u202e\u2066-\u2069]/u)
        }
      }),
    )
  })
})
