// SPDX-License-Identifier: Apache-2.0
import { Graph, layout } from '@dagrejs/dagre'
import type { GraphLayout, LayoutInput, Point } from './shapes'

const NODE_GAP = 24
const RANK_GAP = 26
/** Above this many nodes the exact ranking takes too long to wait for. */
const FAST_RANKING_FROM = 800
/** Dagre recurses along paths: deeper graphs would overflow the stack. */
const DEEPEST = 1500

/** Layered top-down layout of one stretch of a graph; nodes are in topological order. */
export function layoutSegment(input: LayoutInput): GraphLayout {
  const ranks = rank(input)
  const depth = Math.max(0, ...ranks.values())
  return depth > DEEPEST ? inRows(input, ranks) : withDagre(input)
}

function withDagre({ nodes, edges }: LayoutInput): GraphLayout {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({
    rankdir: 'TB',
    nodesep: NODE_GAP,
    ranksep: RANK_GAP,
    edgesep: 14,
    ranker: nodes.length > FAST_RANKING_FROM ? 'longest-path' : 'network-simplex',
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of nodes) graph.setNode(node.id, { width: node.width, height: node.height })
  for (const edge of edges) graph.setEdge(edge.from, edge.to, {}, edge.id)
  layout(graph)
  const positions = new Map<string, Point>()
  let width = 0
  let height = 0
  for (const node of nodes) {
    const placed = graph.node(node.id)
    const x = (placed.x ?? 0) - node.width / 2
    const y = (placed.y ?? 0) - node.height / 2
    positions.set(node.id, { x, y })
    width = Math.max(width, x + node.width)
    height = Math.max(height, y + node.height)
  }
  const routes = new Map<string, readonly Point[]>()
  for (const edge of edges) routes.set(edge.id, graph.edge(edge.from, edge.to, edge.id).points ?? [])
  return { positions, routes, width, height }
}

/** Rows by rank, in order, with straight edges: plain, but of any depth. */
function inRows({ nodes, edges }: LayoutInput, ranks: ReadonlyMap<string, number>): GraphLayout {
  const tallest = Math.max(0, ...nodes.map((node) => node.height))
  const filled = new Map<number, number>()
  const positions = new Map<string, Point>()
  for (const node of nodes) {
    const row = ranks.get(node.id) ?? 0
    const x = filled.get(row) ?? 0
    positions.set(node.id, { x, y: row * (tallest + RANK_GAP) })
    filled.set(row, x + node.width + NODE_GAP)
  }
  const sizes = new Map(nodes.map((node) => [node.id, node]))
  const end = (id: string, below: boolean): Point => {
    const { x, y } = positions.get(id) ?? { x: 0, y: 0 }
    const { width, height } = sizes.get(id) ?? { width: 0, height: 0 }
    return { x: x + width / 2, y: below ? y + height : y }
  }
  return {
    positions,
    routes: new Map(edges.map((edge) => [edge.id, [end(edge.from, true), end(edge.to, false)]])),
    width: Math.max(0, ...filled.values()),
    height: filled.size * (tallest + RANK_GAP),
  }
}

/** Length of the longest path to each node. */
function rank({ nodes, edges }: LayoutInput): Map<string, number> {
  const ranks = new Map(nodes.map((node) => [node.id, 0]))
  const following = new Map<string, string[]>()
  for (const edge of edges) {
    const targets = following.get(edge.from)
    if (targets === undefined) following.set(edge.from, [edge.to])
    else targets.push(edge.to)
  }
  for (const { id } of nodes) {
    for (const to of following.get(id) ?? []) ranks.set(to, Math.max(ranks.get(to) ?? 0, (ranks.get(id) ?? 0) + 1))
  }
  return ranks
}
