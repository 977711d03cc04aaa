// SPDX-License-Identifier: Apache-2.0
import type { Rectangle } from './squarify'

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const
export type Direction = keyof typeof DIRECTIONS

/** How much farther a place seems for every pixel that it is off to the side. */
const ASIDE = 2

export function isDirection(key: string): key is Direction {
  return key in DIRECTIONS
}

/** The rectangle that is next in a direction, by centres; the same where there is none. */
export function neighbour<R extends Rectangle>(all: readonly R[], from: R, direction: Direction): R {
  const [dx, dy] = DIRECTIONS[direction]
  let best = from
  let least = Number.POSITIVE_INFINITY
  for (const each of all) {
    const x = each.x + each.width / 2 - from.x - from.width / 2
    const y = each.y + each.height / 2 - from.y - from.height / 2
    const along = x * dx + y * dy
    const distance = along + ASIDE * Math.abs(x * dy + y * dx)
    if (along <= 0 || distance >= least) continue
    best = each
    least = distance
  }
  return best
}
