// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { layoutGraph } from '#renderer/features/graph/layout/graph-layout'
import type { LayoutInput, Point } from '#renderer/features/graph/layout/shapes'

/** A chain with ways around every node. */
function ladder(count: number, inColumns: boolean): LayoutInput {
  const nodes = Array.from({ length: count }, (_, at) => ({ id: `n${at}`, width: 200, height: 60 }))
  const edges = nodes.flatMap(({ id }, at) =>
    [1, 2].flatMap((step) => {
      const to = nodes[at + step]
      return to === undefined ? [] : [{ id: `${id} ${to.id}`, from: id, to: to.id }]
    }),
  )
  return { nodes, edges, inColumns }
}

it('goes on in further columns where one is too tall to be seen', () => {
  const tall = layoutGraph(ladder(30, false))
  const input = ladder(30, true)
  const wrapped = layoutGraph(input)
  expect(tall.height / tall.width).toBeGreaterThan(5)
  expect(wrapped.width / wrapped.height).toBeGreaterThan(1)
  expect(wrapped.width / wrapped.height).toBeLessThan(4)

  const boxes = input.nodes.map(({ id, width, height }) => ({ ...wrapped.positions.get(id), width, height }))
  for (const [at, a] of boxes.entries()) {
    for (const b of boxes.slice(at + 1)) {
      const apart = Math.abs((a.x ?? 0) - (b.x ?? 0)) >= a.width || Math.abs((a.y ?? 0) - (b.y ?? 0)) >= a.height
      expect(apart).toBe(true)
    }
  }
  // Routes still lead from one box to the other, and nowhere beyond the picture.
  const touches = (point: Point | undefined, id: string) => {
    const { x, y } = wrapped.positions.get(id) ?? { x: 0, y: 0 }
    return point !== undefined && point.x >= x && point.x <= x + 200 && point.y >= y && point.y <= y + 60
  }
  for (const { id, from, to } of input.edges) {
    const points = wrapped.routes.get(id) ?? []
    expect([touches(points[0], from), touches(points.at(-1), to)]).toEqual([true, true])
    for (const { x, y } of points) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(wrapped.height)
    }
  }
})

it('leaves a graph that is no taller than wide as it is', () => {
  expect(layoutGraph(ladder(3, true))).toEqual(layoutGraph(ladder(3, false)))
})
