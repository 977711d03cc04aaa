// SPDX-License-Identifier: Apache-2.0
import type { ReactFlowInstance } from '@xyflow/react'
import type { Pairing } from '../../lib/layers/pairing'
import type { GraphName } from '../../store/state'
import type { FlowNode } from './flow-node'
import type { GraphLayout, Point } from './layout/shapes'
import type { ModelGraph } from './model-graph'

/** One of two graphs, as it stands. */
interface Pane {
  readonly graph: Pick<ModelGraph, 'itemOf'>
  readonly layout: Pick<GraphLayout, 'positions'>
  readonly flow: Pick<ReactFlowInstance<FlowNode>, 'getViewport' | 'setViewport'>
  /** Of the canvas, in pixels. */
  size(): { readonly width: number; readonly height: number }
}

/** Two graphs of which each follows the other. */
export interface Together {
  /** Returns what takes it out again. */
  join(name: GraphName, pane: Pane): () => void
  /** The user has moved this one. */
  moved(name: GraphName): void
}

export function createTogether({ toOpen, toBeside }: Pairing): Together {
  const panes = new Map<GraphName, Pane>()
  return {
    join(name, pane) {
      panes.set(name, pane)
      return () => {
        if (panes.get(name) === pane) panes.delete(name)
      }
    },
    moved(name) {
      const from = panes.get(name)
      const to = panes.get(name === 'open' ? 'beside' : 'open')
      if (from !== undefined && to !== undefined) follow(from, to, name === 'open' ? toBeside : toOpen)
    },
  }
}

/** What is nearest to the middle of one graph, of all that the other has too, stands in the same place of that one. */
function follow(from: Pane, to: Pane, matches: ReadonlyMap<number, number>): void {
  const { x, y, zoom } = from.flow.getViewport()
  const [own, other] = [from.size(), to.size()]
  const middle = { x: (own.width / 2 - x) / zoom, y: (own.height / 2 - y) / zoom }
  let least = Number.POSITIVE_INFINITY
  let place: { readonly here: Point; readonly there: Point } | null = null
  for (const [node, match] of matches) {
    const here = placeOf(from, node)
    const there = placeOf(to, match)
    if (here === undefined || there === undefined) continue
    const distance = (here.x - middle.x) ** 2 + (here.y - middle.y) ** 2
    if (distance >= least) continue
    least = distance
    place = { here, there }
  }
  if (place === null) return
  const { here, there } = place
  void to.flow.setViewport({
    x: other.width / 2 + (here.x - middle.x - there.x) * zoom,
    y: other.height / 2 + (here.y - middle.y - there.y) * zoom,
    zoom,
  })
}

function placeOf({ graph, layout }: Pane, node: number): Point | undefined {
  return layout.positions.get(graph.itemOf.get(node) ?? '')
}
