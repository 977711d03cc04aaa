// SPDX-License-Identifier: Apache-2.0
import { Graph, layout } from '@dagrejs/dagre'
import { type Box, middleOf, onBorder } from './box'
import { joinChains, unjoined } from './chains'
import type { GraphSegment } from './segments'
import type { GraphLayout, LayoutInput, Point } from './shapes'
import { withStraightSpine } from './spine'

/** A stretch wherever it begins. */
export type Stretch = Omit<GraphSegment, 'shared'>

const NODE_GAP = 24
const RANK_GAP = 26
/** Of a stretch with more nodes than this chains are joined: fewer boxes matter more than rows as tall as a chain. */
const MANY_NODES = 150
/** Above this many boxes the exact ranking takes too long to wait for. */
const FAST_RANKING_FROM = 400
/** Dagre recurses along paths: deeper graphs would overflow the stack. */
const DEEPEST = 1500

/** Layered top-down layout of one stretch of a graph; nodes are in topological order. */
export function layoutSegment(input: Stretch): GraphLayout {
  const ranks = rank({ nodes: input.nodes, edges: [...input.edges, ...input.held] })
  const depth = Math.max(0, ...ranks.values())
  if (depth > DEEPEST) return inRows(input, ranks)
  const layout = withDagre(input)
  return input.ends ? withStraightSpine(layout, input) : layout
}

function withDagre(input: Stretch): GraphLayout {
  const all = { nodes: input.nodes, edges: [...input.edges, ...input.held] }
  const { chains, edges } = input.nodes.length > MANY_NODES ? joinChains(all, RANK_GAP) : unjoined(all)
  const graph = new Graph({ multigraph: true })
  graph.setGraph({
    rankdir: 'TB',
    nodesep: NODE_GAP,
    ranksep: RANK_GAP,
    edgesep: 14,
    ranker: chains.length > FAST_RANKING_FROM ? 'longest-path' : 'network-simplex',
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of chains) graph.setNode(id, { width, height })
  for (const edge of edges) graph.setEdge(edge.from, edge.to, {}, edge.id)
  layout(graph)
  const boxes = new Map<string, Box>()
  const positions = new Map<string, Point>()
  let width = 0
  let height = 0
  for (const chain of chains) {
    const { x = 0, y = 0 } = graph.node(chain.id)
    let top = y - chain.height / 2
    for (const node of chain.nodes) {
      const corner = { x: x - node.width / 2, y: top }
      positions.set(node.id, corner)
      boxes.set(node.id, { ...corner, width: node.width, height: node.height })
      top += node.height + RANK_GAP
    }
    width = Math.max(width, x + chain.width / 2)
    height = Math.max(height, y + chain.height / 2)
  }
  const bends = new Map(edges.map(({ id, from, to }) => [id, (graph.edge(from, to, id).points ?? []).slice(1, -1)]))
  const routes = new Map<string, readonly Point[]>()
  for (const { id, from, to } of input.edges) {
    const [above, below] = [boxes.get(from), boxes.get(to)]
    if (above === undefined || below === undefined) continue
    const between = bends.get(id) ?? []
    const [first = middleOf(below), last = middleOf(above)] = [between[0], between.at(-1)]
    routes.set(id, [onBorder(above, first), ...between, onBorder(below, last)])
  }
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
