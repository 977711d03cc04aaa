// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { joinChains } from '#renderer/features/graph/layout/chains'
import { layoutGraph } from '#renderer/features/graph/layout/graph-layout'
import { splitGraph } from '#renderer/features/graph/layout/segments'
import type { LayoutEdge, LayoutInput, LayoutNode } from '#renderer/features/graph/layout/shapes'

const WIDTH = 100
const HEIGHT = 20

function graph(count: number, pairs: readonly (readonly [number, number])[]): LayoutInput {
  const nodes: LayoutNode[] = Array.from({ length: count }, (_, id) => ({ id: `n${id}`, width: WIDTH, height: HEIGHT }))
  const edges: LayoutEdge[] = pairs.map(([from, to], id) => ({ id: `e${id}`, from: `n${from}`, to: `n${to}` }))
  return { nodes, edges }
}

/** Blocks of two nodes with a way around them: n → n+1 → n+2, n → n+2. */
function residual(blocks: number): LayoutInput {
  const pairs = Array.from({ length: blocks }, (_, block) => {
    const at = 2 * block
    return [
      [at, at + 1],
      [at + 1, at + 2],
      [at, at + 2],
    ] as const
  }).flat()
  return graph(2 * blocks + 1, pairs)
}

function expectLayered(input: LayoutInput) {
  const { positions, routes, width, height } = layoutGraph(input)
  expect(positions.size).toBe(input.nodes.length)
  for (const { x, y } of positions.values()) {
    expect(x).toBeGreaterThanOrEqual(-0.001)
    expect(x + WIDTH).toBeLessThanOrEqual(width + 0.001)
    expect(y + HEIGHT).toBeLessThanOrEqual(height + 0.001)
  }
  for (const { id, from, to } of input.edges) {
    const [above, below] = [positions.get(from), positions.get(to)]
    if (above === undefined || below === undefined) throw new Error(id)
    expect(below.y).toBeGreaterThan(above.y)
    const route = routes.get(id) ?? []
    expect(route.length).toBeGreaterThanOrEqual(2)
    expect(touches(route[0], above)).toBe(true)
    expect(touches(route.at(-1), below)).toBe(true)
  }
  const byRow = new Map<number, number[]>()
  for (const { x, y } of positions.values()) byRow.set(y, [...(byRow.get(y) ?? []), x])
  for (const xs of byRow.values()) {
    const sorted = xs.sort((a, b) => a - b)
    for (const [index, x] of sorted.slice(1).entries()) expect(x - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(WIDTH)
  }
}

function touches(point: { x: number; y: number } | undefined, corner: { x: number; y: number }): boolean {
  if (point === undefined) return false
  const slack = 0.5
  return (
    point.x >= corner.x - slack &&
    point.x <= corner.x + WIDTH + slack &&
    point.y >= corner.y - slack &&
    point.y <= corner.y + HEIGHT + slack
  )
}

describe('splitGraph', () => {
  it('cuts where everything passes through one node, and loses nothing', () => {
    const input = residual(300)
    const segments = splitGraph(input)
    expect(segments.length).toBeGreaterThan(2)
    expect(segments.flatMap((segment) => segment.edges.map((edge) => edge.id)).sort()).toEqual(
      input.edges.map((edge) => edge.id).sort(),
    )
    expect(new Set(segments.flatMap((segment) => segment.nodes.map((node) => node.id))).size).toBe(input.nodes.length)
    for (const segment of segments) {
      const within = new Set(segment.nodes.map((node) => node.id))
      for (const edge of segment.edges) expect(within.has(edge.from) && within.has(edge.to)).toBe(true)
    }
    for (const [index, segment] of segments.slice(1).entries()) {
      expect(segment.shared).toBe(segments[index]?.nodes.at(-1)?.id)
    }
  })

  it('does not cut below an edge that spans the whole graph', () => {
    const chain = Array.from({ length: 499 }, (_, at) => [at, at + 1] as const)
    expect(splitGraph(graph(500, [...chain, [0, 499]]))).toHaveLength(1)
  })
})

describe('joinChains', () => {
  const chained = (pairs: readonly (readonly [number, number])[], count: number) => joinChains(graph(count, pairs), 10)

  it('joins what can only stand below each other', () => {
    // 0 → 1 → 2 → 4, beside it 0 → 3 → 4.
    const pairs = [
      [0, 1],
      [1, 2],
      [2, 4],
      [0, 3],
      [3, 4],
    ] as const
    const { chains, edges } = chained(pairs, 5)
    expect(chains.map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([['n0'], ['n1', 'n2'], ['n3'], ['n4']])
    expect(chains[1]).toMatchObject({ id: 'n1', width: WIDTH, height: 2 * HEIGHT + 10 })
    expect(edges.map(({ from, to }) => [from, to])).toEqual([
      ['n0', 'n1'],
      ['n1', 'n4'],
      ['n0', 'n3'],
      ['n3', 'n4'],
    ])
  })

  it('keeps apart what two edges join, or one that ends elsewhere too', () => {
    const twice = [
      [0, 1],
      [0, 1],
    ] as const
    expect(chained(twice, 2).chains).toHaveLength(2)
    const elsewhere = [
      [0, 1],
      [0, 2],
    ] as const
    expect(chained(elsewhere, 3).chains).toHaveLength(3)
  })
})

describe('layoutGraph', () => {
  it('places a small graph', () => expectLayered(residual(3)))
  it('places a long graph of many stretches', () => expectLayered(residual(400)))
  it('places repeated blocks alike', () => {
    const { positions } = layoutGraph(residual(100))
    const step = (block: number) => {
      const [from, to] = [positions.get(`n${2 * block}`), positions.get(`n${2 * block + 1}`)]
      return [(to?.x ?? 0) - (from?.x ?? 0), (to?.y ?? 0) - (from?.y ?? 0)].map(Math.round)
    }
    expect(step(17)).toEqual(step(25))
  })
  it('places chains beside each other, joined where there are many nodes', () => {
    for (const chains of [3, 60]) {
      const last = 3 * chains + 1
      const pairs = Array.from({ length: chains }, (_, chain) => {
        const first = 3 * chain + 1
        return [
          [0, first],
          [first, first + 1],
          [first + 1, first + 2],
          [first + 2, last],
        ] as const
      })
      expectLayered(graph(last + 1, [...pairs.flat(), [0, last]]))
    }
  })
  it('places two separate parts', () => {
    expectLayered(
      graph(5, [
        [0, 1],
        [2, 3],
        [3, 4],
      ]),
    )
  })
  it('places what everything passes through below a branch that ends before it', () => {
    expectLayered(
      graph(8, [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 4],
        [4, 5],
        [5, 6],
        [5, 7],
      ]),
    )
  })
  it('places what everything passes through on one straight line', () => {
    const { positions, width } = layoutGraph(residual(40))
    const xs = Array.from({ length: 41 }, (_, block) => positions.get(`n${2 * block}`)?.x ?? 0)
    expect(width).toBeLessThan(3 * WIDTH)
    for (const [block, x] of xs.entries()) expect(x, `block ${block}`).toBeCloseTo(xs[0] ?? 0)
  })
  it('places a graph too deep for the layered layout', () => {
    const chain = Array.from({ length: 1999 }, (_, at) => [at, at + 1] as const)
    expectLayered(graph(2000, [...chain, [0, 1999]]))
  })
  it('tells its progress, up to the end', () => {
    const told: number[] = []
    layoutGraph(residual(400), (fraction) => told.push(fraction))
    expect(told.length).toBeGreaterThan(2)
    expect(told).toEqual([...told].sort((a, b) => a - b))
    expect(told.at(-1)).toBe(1)
  })
  it('places nothing', () => {
    expect(layoutGraph({ nodes: [], edges: [] }).positions.size).toBe(0)
  })
})
