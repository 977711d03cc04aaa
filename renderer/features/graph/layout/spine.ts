// SPDX-License-Identifier: Apache-2.0

import { middleOf, onBorder } from './box'
import type { GraphSegment } from './segments'
import type { GraphLayout, LayoutNode, Point } from './shapes'

/** A way that bends less than this is straight. */
const STRAIGHT = 0.5

/**
 * Moves the last node of a stretch, which stands alone in its row, below the first: what everything passes through is then
 * one straight line, and a block leans to no side.
 */
export function withStraightSpine(
  layout: GraphLayout,
  { nodes, edges }: Pick<GraphSegment, 'nodes' | 'edges'>,
): GraphLayout {
  const [first, last] = [nodes[0], nodes.at(-1)]
  const [top, end] = [layout.positions.get(first?.id ?? ''), layout.positions.get(last?.id ?? '')]
  if (first === undefined || last === undefined || top === undefined || end === undefined) return layout
  const place = { x: top.x + (first.width - last.width) / 2, y: end.y }
  if (Math.abs(place.x - end.x) < STRAIGHT) return layout
  const routes = new Map(layout.routes)
  for (const { id, to } of edges) {
    const points = routes.get(id)
    if (to === last.id && points !== undefined) routes.set(id, entering(points, place, last))
  }
  const width = Math.max(layout.width, place.x + last.width)
  return { ...layout, width, positions: new Map(layout.positions).set(last.id, place), routes }
}

/** A way that ends at the border of a node which has moved sideways. */
function entering(points: readonly Point[], place: Point, { width, height }: LayoutNode): readonly Point[] {
  const [start, ...between] = points.slice(0, -1)
  if (start === undefined) return points
  const box = { ...place, width, height }
  const { x } = middleOf(box)
  // From right above, it has no reason to bend.
  if (between.length < 2 && Math.abs(start.x - x) < STRAIGHT) return [start, { x, y: box.y }]
  return [start, ...between, onBorder(box, between.at(-1) ?? start)]
}
