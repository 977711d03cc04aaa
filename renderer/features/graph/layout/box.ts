// SPDX-License-Identifier: Apache-2.0
import type { Point } from './shapes'

/** By its top left corner. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

export function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/** Where the line from the middle of a box to a point outside leaves it. */
export function onBorder(box: Box, point: Point): Point {
  const middle = middleOf(box)
  const [dx, dy] = [point.x - middle.x, point.y - middle.y]
  const across = dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx)
  const along = dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy)
  const share = Math.min(across, along, 1)
  return { x: middle.x + dx * share, y: middle.y + dy * share }
}
