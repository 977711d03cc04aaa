// SPDX-License-Identifier: Apache-2.0
import type { GraphLayout, LayoutInput, Point } from './shapes'

/** Changes whenever other positions come out for the same graph, so that kept ones are not taken for them. */
const VERSION = 3

/** What is kept of a layout: one text. */
export function layoutText({ positions, routes, width, height }: GraphLayout): string {
  const flat = (points: readonly Point[]) => points.flatMap(({ x, y }) => [rounded(x), rounded(y)])
  return JSON.stringify({
    version: VERSION,
    positions: [...positions].map(([id, point]) => [id, flat([point])]),
    routes: [...routes].map(([id, points]) => [id, flat(points)]),
    width,
    height,
  })
}

/** The layout that a text tells; null where it is none of this graph: it may have been written by another version. */
export function readLayout(text: string, { nodes, edges }: LayoutInput): GraphLayout | null {
  try {
    const { version, positions, routes, width, height } = JSON.parse(text)
    if (version !== VERSION || !isSize(width) || !isSize(height)) return null
    const places = pointsById(positions)
    const ways = pointsById(routes)
    const found = new Map<string, Point>()
    for (const { id } of nodes) {
      const [place] = places.get(id) ?? []
      if (place === undefined) return null
      found.set(id, place)
    }
    if (places.size !== nodes.length || ways.size !== edges.length || !edges.every(({ id }) => ways.has(id)))
      return null
    return { positions: found, routes: ways, width, height }
  } catch {
    return null
  }
}

/** Throws for what is no list of pairs. */
function pointsById(list: readonly (readonly [string, readonly number[]])[]): Map<string, readonly Point[]> {
  return new Map(
    list.map(([id, flat]) => {
      const points: Point[] = []
      for (let at = 0; at < flat.length; at += 2) {
        const [x, y] = [flat[at], flat[at + 1]]
        if (!isSize(x) || !isSize(y)) throw new Error('no point')
        points.push({ x, y })
      }
      return [id, points]
    }),
  )
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
