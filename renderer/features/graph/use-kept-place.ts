// SPDX-License-Identifier: Apache-2.0
import { useReactFlow, useStore } from '@xyflow/react'
import { useLayoutEffect, useRef } from 'react'
import { useGraph } from './graph-scope'
import type { GraphLayout, Point } from './layout/shapes'
import type { ModelGraph } from './model-graph'
import { SPECKS_BELOW } from './use-viewport-control'

interface Place {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/**
 * Another layout of the same model moves under the window so that the selection stays where it is, or
 * what is in the middle where the selection is out of sight. Seen from end to end, it still is, and what is
 * folded to be seen as a whole is shown so.
 */
export function useKeptPlace(graph: ModelGraph, layout: GraphLayout, fitGraph: () => void): void {
  const flow = useReactFlow()
  const height = useStore((state) => state.height)
  const selected = useGraph((state) => state.selected)
  const before = useRef<Place>({ graph, layout })
  useLayoutEffect(() => {
    const previous = before.current
    before.current = { graph, layout }
    if (previous.layout === layout) return
    const { x, y, zoom } = flow.getViewport()
    const isNewOverview = graph.layout.inColumns === true && previous.graph.layout.inColumns !== true
    if (zoom < SPECKS_BELOW || isNewOverview) return fitGraph()
    const onScreen = (point: Point | null) => point !== null && Math.abs(point.y * zoom + y - height / 2) < height / 2
    const chosen = selected === null ? null : placeOf(previous, selected)
    const node = selected !== null && onScreen(chosen) ? selected : nearest(previous, (height / 2 - y) / zoom)
    const from = placeOf(previous, node)
    const to = placeOf({ graph, layout }, node)
    if (from === null || to === null) return
    void flow.setViewport({ x: x + (from.x - to.x) * zoom, y: y + (from.y - to.y) * zoom, zoom })
  }, [fitGraph, flow, graph, layout, height, selected])
}

/** Top left corner of the box that a node is drawn in. */
function placeOf({ graph, layout }: Place, node: number): Point | null {
  return layout.positions.get(graph.itemOf.get(node) ?? '') ?? null
}

/** The node whose box begins nearest to a height. */
function nearest(place: Place, y: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const node of place.graph.itemOf.keys()) {
    const distance = Math.abs((placeOf(place, node)?.y ?? Number.POSITIVE_INFINITY) - y)
    if (distance < least) [best, least] = [node, distance]
  }
  return best
}
