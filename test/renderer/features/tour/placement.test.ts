// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { type Area, placeCard, ringOf } from '#renderer/features/tour/placement'

const WINDOW = { width: 1280, height: 800 }
const CARD = { width: 340, height: 150 }
const GRAPH: Area = { left: 0, top: 91, width: 890, height: 320 }

function covers(place: { readonly left: number; readonly top: number }, target: Area): boolean {
  const apart =
    place.left >= target.left + target.width ||
    place.left + CARD.width <= target.left ||
    place.top >= target.top + target.height ||
    place.top + CARD.height <= target.top
  return !apart
}

it.each<[string, Area]>([
  ['the strip above', { left: 120, top: 64, width: 90, height: 20 }],
  ['the panels below', { left: 4, top: 545, width: 940, height: 250 }],
  ['the inspector beside', { left: 960, top: 200, width: 295, height: 90 }],
])('the card lies over the graph, which the steps do not tell of: %s', (_place, target) => {
  const { left, top } = placeCard(target, GRAPH, CARD, WINDOW)
  expect(left).toBeGreaterThanOrEqual(GRAPH.left)
  expect(left + CARD.width).toBeLessThanOrEqual(GRAPH.left + GRAPH.width)
  expect(top).toBeGreaterThanOrEqual(GRAPH.top)
  expect(top + CARD.height).toBeLessThanOrEqual(GRAPH.top + GRAPH.height)
  expect(covers({ left, top }, target)).toBe(false)
})

it('until there is a target the card lies in the middle of the graph, over no tab', () => {
  const { left, top } = placeCard(null, GRAPH, CARD, WINDOW)
  expect([left, top]).toEqual([(GRAPH.width - CARD.width) / 2, GRAPH.top + (GRAPH.height - CARD.height) / 2])
  const small = placeCard(null, { ...GRAPH, height: 100 }, CARD, WINDOW)
  expect(small).toEqual({ left: (WINDOW.width - CARD.width) / 2, top: (WINDOW.height - CARD.height) / 2 })
})

it('without room over the graph it is beside its target, and within the window', () => {
  const target = { left: 4, top: 545, width: 940, height: 250 }
  for (const graph of [null, { ...GRAPH, height: 100 }]) {
    const place = placeCard(target, graph, CARD, WINDOW)
    expect(covers(place, target)).toBe(false)
    expect(place.top).toBeGreaterThan(0)
  }
})

it('the ring is in sight on all sides, also of what reaches to the edge of the window', () => {
  const ring = ringOf({ left: 0, top: 545, width: 1280, height: 255 }, WINDOW)
  expect(ring.left).toBeGreaterThan(0)
  expect(ring.left + ring.width).toBeLessThan(WINDOW.width)
  expect(ring.top + ring.height).toBeLessThan(WINDOW.height)
})
