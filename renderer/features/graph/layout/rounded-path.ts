// SPDX-License-Identifier: Apache-2.0
import type { Point } from './shapes'

/** SVG path through the points with rounded corners. */
export function roundedPath(points: readonly Point[], radius = 10): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let path = `M${round(first.x)},${round(first.y)}`
  let previous = first
  for (const [index, corner] of rest.entries()) {
    const next = rest[index + 1]
    if (next === undefined) {
      path += `L${round(corner.x)},${round(corner.y)}`
      break
    }
    const before = toward(corner, previous, radius)
    const after = toward(corner, next, radius)
    path += `L${round(before.x)},${round(before.y)}Q${round(corner.x)},${round(corner.y)} ${round(after.x)},${round(after.y)}`
    previous = corner
  }
  return path
}

const HEAD = 5

/** SVG path of the head of an arrow at the end of the points. */
export function arrowHead(points: readonly Point[]): string {
  const tip = points.at(-1)
  const before = points.at(-2)
  if (tip === undefined || before === undefined) return ''
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1
  const [x, y] = [(tip.x - before.x) / length, (tip.y - before.y) / length]
  const left = { x: tip.x - HEAD * (x - y * 0.7), y: tip.y - HEAD * (y + x * 0.7) }
  const right = { x: tip.x - HEAD * (x + y * 0.7), y: tip.y - HEAD * (y - x * 0.7) }
  return `M${round(left.x)},${round(left.y)}L${round(tip.x)},${round(tip.y)}L${round(right.x)},${round(right.y)}`
}

/** The point `distance` from `from` in the direction of `to`, at most half way. */
function toward(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const fraction = length === 0 ? 0 : Math.min(0.5, distance / length)
  return { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
