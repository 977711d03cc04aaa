// SPDX-License-Identifier: Apache-2.0
import { inColumns } from './columns'
import { createSegmentLayout } from './repeated-segments'
import { splitGraph } from './segments'
import type { GraphLayout, LayoutInput, Point } from './shapes'

/**
 * Layered top-down layout; nodes are in topological order. Networks are long chains of blocks, so
 * the graph is laid out block by block: the time grows with its length, not with its square. Takes up to
 * seconds: call it in a worker. `progress` is told the share of nodes that have their place.
 */
export function layoutGraph(input: LayoutInput, progress?: (fraction: number) => void): GraphLayout {
  const sizes = new Map(input.nodes.map((node) => [node.id, node]))
  const positions = new Map<string, Point>()
  const routes = new Map<string, readonly Point[]>()
  let bottom = 0
  let done = 0
  const layoutOf = createSegmentLayout()
  for (const segment of splitGraph(input)) {
    const placed = layoutOf(segment)
    // The node that a segment shares with the one above stays where it is there.
    const shared = segment.shared === null ? undefined : positions.get(segment.shared)
    const local = segment.shared === null ? undefined : placed.positions.get(segment.shared)
    const height = sizes.get(segment.shared ?? '')?.height ?? 0
    const dx = shared === undefined || local === undefined ? 0 : shared.x - local.x
    const dy =
      shared === undefined || local === undefined ? bottom : Math.max(shared.y - local.y, bottom - height - local.y)
    for (const [id, { x, y }] of placed.positions) if (!positions.has(id)) positions.set(id, { x: x + dx, y: y + dy })
    for (const [id, points] of placed.routes) {
      routes.set(
        id,
        points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
      )
    }
    bottom = dy + placed.height
    done += segment.nodes.length
    // Segments share nodes.
    progress?.(Math.min(1, done / input.nodes.length))
  }
  const column = atOrigin({ positions, routes, width: 0, height: bottom }, sizes)
  return input.inColumns === true ? inColumns(column, input.nodes) : column
}

/** Blocks lean to either side of the one above: moves all so that the leftmost is at 0. */
function atOrigin(layout: GraphLayout, sizes: ReadonlyMap<string, { readonly width: number }>): GraphLayout {
  let left = Number.POSITIVE_INFINITY
  let right = 0
  for (const [id, { x }] of layout.positions) {
    left = Math.min(left, x)
    right = Math.max(right, x + (sizes.get(id)?.width ?? 0))
  }
  for (const points of layout.routes.values()) for (const { x } of points) left = Math.min(left, x)
  if (!Number.isFinite(left)) return layout
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y })
  return {
    positions: new Map([...layout.positions].map(([id, point]) => [id, moved(point)])),
    routes: new Map([...layout.routes].map(([id, points]) => [id, points.map(moved)])),
    width: right - left,
    height: layout.height,
  }
}
