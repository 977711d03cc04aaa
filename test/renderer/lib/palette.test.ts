// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { ALGORITHM_TRAITS } from '#contract/algorithms'
import { paletteProperties } from '#contract/palette'
import { ALGORITHMS, CATEGORIES } from '#contract/plan'
import { ALGORITHM_LABELS, algorithmName, CATEGORY_LABELS } from '#renderer/lib/labels'
import { algorithmColour, categoryColour } from '#renderer/lib/palette'

/** Relative luminance, WCAG 2.1. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** As the badge's color-mix: 13 % of the accent on the panel. */
function tint(accent: string, panel: string): string {
  const mixed = [1, 3, 5].map((at) => {
    const of = (colour: string) => Number.parseInt(colour.slice(at, at + 2), 16)
    return Math.round(of(accent) * 0.13 + of(panel) * 0.87)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${mixed.join('')}`
}

const PANELS = { light: '#ffffff', dark: '#16181d' } as const

describe.each(['light', 'dark'] as const)('%s palette', (scheme) => {
  const properties = new Map(paletteProperties(scheme))

  it('defines every colour that views refer to', () => {
    const referred = [...ALGORITHMS.map(algorithmColour), ...CATEGORIES.map(categoryColour)]
    for (const reference of referred) {
      const name = /^var\((--[\w-]+)\)$/.exec(reference)?.[1] ?? ''
      expect(properties.get(name), reference).toMatch(/^#[0-9a-f]{6}$/)
    }
  })

  it('gives every algorithm a colour of its own', () => {
    expect(new Set(ALGORITHMS.map((algorithm) => ALGORITHM_TRAITS[algorithm].hue[scheme])).size).toBe(ALGORITHMS.length)
  })

  it.each(ALGORITHMS)('%s can be read on its badge and on the panel', (algorithm) => {
    const accent = ALGORITHM_TRAITS[algorithm].hue[scheme]
    expect(contrast(accent, PANELS[scheme])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(accent, tint(accent, PANELS[scheme]))).toBeGreaterThanOrEqual(4.5)
  })
})

describe('labels', () => {
  it('names every algorithm and category differently', () => {
    expect(new Set(Object.values(ALGORITHM_LABELS)).size).toBe(ALGORITHMS.length)
    expect(new Set(Object.values(CATEGORY_LABELS)).size).toBe(CATEGORIES.length)
  })
  it('names Winograd by its tile', () => {
    expect(algorithmName('winograd', 6, 3)).toBe('Winograd F(6,3)')
    expect(algorithmName('winograd', 6)).toBe('Winograd F(6)')
    expect(algorithmName('tiled', null, 3)).toBe('Tiled im2col')
  })
})
