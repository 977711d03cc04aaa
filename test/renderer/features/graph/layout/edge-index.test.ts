// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeIndex } from '#renderer/features/graph/layout/edge-index'
import type { Point } from '#renderer/features/graph/layout/shapes'

const coordinate = fc.integer({ min: -400, max: 400 })
const point: fc.Arbitrary<Point> = fc.record({ x: coordinate, y: coordinate })

/** The least distance to any of many points along the route. */
function sampledDistance(at: Point, route: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY
  for (const [index, to] of route.slice(1).entries()) {
    const from = route[index] ?? to
    for (let step = 0; step <= 2000; step++) {
      const [x, y] = [from.x + ((to.x - from.x) * step) / 2000, from.y + ((to.y - from.y) * step) / 2000]
      least = Math.min(least, Math.hypot(at.x - x, at.y - y))
    }
  }
  return least
}

describe('edgeIndex', () => {
  it('finds the nearest edge within reach, as looking at every point does', () => {
    const routes = fc.array(fc.array(point, { minLength: 2, maxLength: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(routes, point, fc.integer({ min: 1, max: 90 }), (list, at, reach) => {
        const named = new Map(list.map((route, index) => [`e${index}`, route]))
        const found = edgeIndex(named).nearest(at, reach)
        const distances = list.map((route) => sampledDistance(at, route))
        const least = Math.min(...distances)
        // Sampling errs by less than half a step of the longest piece.
        const error = 0.6
        if (found === null) expect(least).toBeGreaterThan(reach - error)
        else expect(distances[Number(found.slice(1))]).toBeLessThanOrEqual(least + error)
      }),
      { numRuns: 60 },
    )
  })
})
