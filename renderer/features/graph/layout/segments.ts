// SPDX-License-Identifier: Apache-2.0
import type { LayoutEdge, LayoutInput, LayoutNode } from './shapes'

/** A stretch of the graph. */
export interface GraphSegment extends LayoutInput {
  /** Its first node where that is also the last of the segment before: all edges between them are that node's. */
  readonly shared: string | null
  /** Its last node is shared with the next. */
  readonly ends: boolean
  /** Not drawn: from what ends within the stretch to its last node where that is shared, so that it stands below all. */
  readonly held: readonly LayoutEdge[]
}

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
  let reach = -1
  for (let at = 0; at < nodes.length; at++) {
    // No edge from before this node goes beyond it, and something does go on from it.
    if (at > 0 && reach <= at && (farthest[at] ?? -1) > at) cuts.push(at)
    reach = Math.max(reach, farthest[at] ?? -1)
  }
  const byStart = new Map<number, LayoutEdge[]>()
  const bounds = [0, ...cuts, nodes.length - 1]
  for (const [at, edge] of edges.entries()) {
    const segment = segmentOf(starts[at] ?? 0, cuts)
    const among = byStart.get(segment)
    if (among === undefined) byStart.set(segment, [edge])
    else among.push(edge)
  }
  return bounds.slice(0, -1).map((first, segment): GraphSegment => {
    const last = bounds[segment + 1] ?? first
    const within: readonly LayoutNode[] = nodes.slice(first, last + 1)
    const among = byStart.get(segment) ?? []
    return {
      nodes: within,
      edges: among,
      shared: segment === 0 ? null : (nodes[first]?.id ?? null),
      ends: segment < cuts.length,
      held: segment < cuts.length ? toLast(within, among) : [],
    }
  })
}

/** Edges to the last node from those that have none. */
function toLast(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): readonly LayoutEdge[] {
  const going = new Set(edges.map(({ from }) => from))
  const to = nodes.at(-1)?.id ?? ''
  return nodes.flatMap(({ id }) => (id === to || going.has(id) ? [] : [{ id: `held ${id}`, from: id, to }]))
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
