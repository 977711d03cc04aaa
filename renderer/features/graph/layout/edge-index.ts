// SPDX-License-Identifier: Apache-2.0
import type { Point } from './shapes'

const CELL = 128

interface Segment {
  readonly edge: string
  readonly from: Point
  readonly to: Point
}

/** Finds the edge near a point without looking at all of them. */
export interface EdgeIndex {
  /** Id of the edge nearest to the point and at most `reach` away; null where there is none. */
  nearest(point: Point, reach: number): string | null
}

/** Straight pieces of all routes in a grid of squares; `reach` of a look-up should not exceed a few squares. */
export function edgeIndex(routes: ReadonlyMap<string, readonly Point[]>): EdgeIndex {
  const cells = new Map<string, Segment[]>()
  for (const [edge, points] of routes) {
    for (const [index, to] of points.slice(1).entries()) {
      const from = points[index] ?? to
      const segment = { edge, from, to }
      forCells(from, to, 0, (key) => {
        const cell = cells.get(key)
        if (cell === undefined) cells.set(key, [segment])
        else cell.push(segment)
      })
    }
  }
  return {
    nearest(point, reach) {
      let best: string | null = null
      let least = reach
      forCells(point, point, reach, (key) => {
        for (const { edge, from, to } of cells.get(key) ?? []) {
          const distance = distanceTo(point, from, to)
          if (distance <= least) [best, least] = [edge, distance]
        }
      })
      return best
    },
  }
}

/** Squares that the box around two points touches. */
function forCells(a: Point, b: Point, margin: number, visit: (key: string) => void): void {
  const cell = (value: number) => Math.floor(value / CELL)
  for (let x = cell(Math.min(a.x, b.x) - margin); x <= cell(Math.max(a.x, b.x) + margin); x++) {
    for (let y = cell(Math.min(a.y, b.y) - margin); y <= cell(Math.max(a.y, b.y) + margin); y++) visit(`${x} ${y}`)
  }
}

function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const squared = dx * dx + dy * dy
  const along = squared === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / squared
  const share = Math.max(0, Math.min(1, along))
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy)
}
