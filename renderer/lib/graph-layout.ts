import { Graph, layout } from '@dagrejs/dagre'

export interface LayoutNode {
  readonly id: string
  readonly width: number
  readonly height: number
}

export interface LayoutEdge {
  readonly id: string
  readonly from: string
  readonly to: string
}

export interface LayoutInput {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface GraphLayout {
  /** Top left corner of each node. */
  readonly positions: ReadonlyMap<string, Point>
  /** Bends of each edge from source to target. */
  readonly routes: ReadonlyMap<string, readonly Point[]>
  readonly width: number
  readonly height: number
}

/** Above this many nodes the exact ranking and ordering take too long to wait for. */
const FAST_RANKING_FROM = 1200

/** Layered top-down layout. Takes seconds for thousands of nodes: call it in a worker. */
export function layoutGraph({ nodes, edges }: LayoutInput): GraphLayout {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({
    rankdir: 'TB',
    nodesep: 24,
    ranksep: 26,
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

/** The point `distance` from `from` in the direction of `to`, at most half way. */
function toward(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const fraction = length === 0 ? 0 : Math.min(0.5, distance / length)
  return { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
