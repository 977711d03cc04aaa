// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { MOST_SIDES } from '#contract/comparison'
import { letterPosition } from '../../../../renderer/features/compare/GapChart'

it('gives every line a point of its own for its letter, within the chart, from the right end on', () => {
  for (const letters of [2, 5, MOST_SIDES]) {
    for (const points of [40, 103, 2000]) {
      const places = Array.from({ length: letters }, (_, place) => letterPosition(place, letters, points))
      expect(new Set(places).size).toBe(letters)
      expect(places).toEqual([...places].sort((a, b) => b - a))
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
      expect(places[0]).toBeLessThan(points)
    }
  }
  expect(letterPosition(3, 5, 1)).toBe(0)
})
