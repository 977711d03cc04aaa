// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { createTogether } from '#renderer/features/graph/together'

/** A column of boxes, 100 from one to the next, seen in a window of 400 × 300. */
function pane(boxes: readonly (readonly [node: number, y: number])[], viewport = { x: 0, y: 0, zoom: 1 }) {
  let view = viewport
  return {
    graph: { itemOf: new Map(boxes.map(([node]) => [node, `n${node}`])) },
    layout: { positions: new Map(boxes.map(([node, y]) => [`n${node}`, { x: 50, y }])) },
    flow: {
      getViewport: () => view,
      async setViewport(next: typeof viewport) {
        view = next
        return true
      },
    },
    size: () => ({ width: 400, height: 300 }),
  }
}

const screenY = ({ flow }: ReturnType<typeof pane>, y: number) => y * flow.getViewport().zoom + flow.getViewport().y

it('puts what both have where it is in the graph that was moved', () => {
  const pairing = {
    toOpen: new Map([
      [0, 0],
      [2, 1],
    ]),
    toBeside: new Map([
      [0, 0],
      [1, 2],
    ]),
    ofBeside: new Map(),
  }
  const together = createTogether(pairing)
  // Beside has a box more between the two.
  const open = pane([
    [0, 0],
    [1, 100],
  ])
  const beside = pane(
    [
      [0, 0],
      [1, 100],
      [2, 200],
    ],
    { x: 0, y: -100, zoom: 0.5 },
  )
  const leave = together.join('open', open)
  together.join('beside', beside)
  together.moved('beside')
  // The middle of what is seen beside is at 500: the second of the pair is nearest.
  expect(open.flow.getViewport().zoom).toBe(0.5)
  expect(screenY(open, 100)).toBe(screenY(beside, 200))
  void open.flow.setViewport({ x: 0, y: 300, zoom: 1 })
  together.moved('open')
  expect(screenY(beside, 0)).toBe(screenY(open, 0))
  leave()
  together.moved('open')
  const kept = beside.flow.getViewport()
  together.moved('open')
  expect(beside.flow.getViewport()).toBe(kept)
})
