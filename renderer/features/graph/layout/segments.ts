// SPDX-License-Identifier: Apache-2.0
import type { LayoutEdge, LayoutInput, LayoutNode } from './shapes'

/** A stretch of the graph. */
export interface GraphSegment extends LayoutInput {
  /** Its first node where that is also the last of the segment before: all edges between them are that node's. */
  readonly shared: string | null
}

/** Shorter stretches are joined with the next. */
const SHORTEST = 16

/**
 * Cuts a graph whose nodes are in topological order at nodes that everything passes through, such
 * as the sum that ends a residual block.
 */
export function splitGraph({ nodes, edges }: LayoutInput): GraphSegment[] {
  const index = new Map(nodes.map((node, at) => [node.id, at]))
  const starts = edges.map((edge) => index.get(edge.from) ?? 0)
  const farthest = new Array<number>(nodes.length).fill(-1)
  for (const [at, edge] of edges.entries()) {
    const from = starts[at] ?? 0
    farthest[from] = Math.max(farthest[from] ?? -1, index.get(edge.to) ?? 0)
  }
  const cuts: number[] = []
  let previous = 0
  let reach = -1
  for (let at = 0; at < nodes.length; at++) {
    // No edge from before this node goes beyond it, and something does go on from it.
    if (reach <= at && (farthest[at] ?? -1) > at && at - previous >= SHORTEST) {
      cuts.push(at)
      previous = at
    }
    reach = Math.max(reach, farthest[at] ?? -1)
  }
  const byStart = new Map<number, LayoutEdge[]>()
  const bounds = [0, ...cuts, nodes.length - 1]
  for (const [at, edge] of edges.entries()) {
    const segment = segmentOf(starts[at] ?? 0, cuts)
    byStart.set(segment, [...(byStart.get(segment) ?? []), edge])
  }
  return bounds.slice(0, -1).map((first, segment): GraphSegment => {
    const last = bounds[segment + 1] ?? first
    const within: readonly LayoutNode[] = nodes.slice(first, last + 1)
    return {
      nodes: within,
      edges: byStart.get(segment) ?? [],
      shared: segment === 0 ? null : (nodes[first]?.id ?? null),
    }
  })
}

/** An edge belongs to the segment that its source begins or lies in; a cut begins the segment after it. */
function segmentOf(start: number, cuts: readonly number[]): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cuts[middle] ?? 0) <= start) low = middle + 1
    else high = middle
  }
  return low
}
