// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meansLayer } from '#contract/override-pattern'

/** The same rules by a regular expression: the independent reference. */
function byExpression(pattern: string, name: string): boolean {
  const source = [...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[^\w]/g, '\\$&')))
  return pattern === name || new RegExp(`^${source.join('')}$`, 's').test(name)
}

describe('patterns of overrides', () => {
  it.each([
    ['layer1.conv', 'layer1.conv', true],
    ['layer1.conv', 'layer1.conv2', false],
    ['layer1.*', 'layer1.', true],
    ['*', '', true],
    ['layer?.conv', 'layer1.conv', true],
    ['layer?.conv', 'layer12.conv', false],
    ['*conv*3x3', 'a.conv.conv.3x3', true],
    ['Layer*', 'layer1', false],
    ['a[0]', 'a[0]', true],
    ['a[0]', 'a0', false],
    ['odd*name', 'odd*name', true],
  ])('%s means %s: %s', (pattern, name, means) => {
    expect(meansLayer(pattern, name)).toBe(means)
  })

  it('agrees with a regular expression', () => {
    const text = (characters: string) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 9 })
    fc.assert(
      fc.property(text('ab.*?'), text('ab.'), (pattern, name) => {
        expect(meansLayer(pattern, name)).toBe(byExpression(pattern, name))
      }),
      { numRuns: 3000 },
    )
  })

  it('does not take forever over many stars', () => {
    expect(meansLayer(`${'*a'.repeat(1000)}*b`, 'a'.repeat(4000))).toBe(false)
  })
})
