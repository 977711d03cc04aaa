// SPDX-License-Identifier: Apache-2.0
import { useReducedMotion } from '@mantine/hooks'
import { useReactFlow, useStore } from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'
import { useApp } from '../../store'
import type { GraphLayout } from './layout/shapes'
import type { ModelGraph } from './model-graph'

const READABLE_ZOOM = 1
/** Below this, boxes are specks. */
export const SMALLEST_ZOOM = 0.1
/** At most this when only the width is made to fit. */
const WIDTH_ZOOM = 0.4
const MARGIN = 24
const MOVE_DURATION = 250
/** The search lies on the right of the canvas: the middle is that of what it leaves free. */
const SEARCH_WIDTH = 440

/** Starts at the top at a size that can be read; returns what fits the graph to the canvas. */
export function useStartingView(layout: GraphLayout): () => void {
  const flow = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const started = useRef(false)
  useEffect(() => {
    if (started.current || width === 0) return
    started.current = true
    // The first box is an input of the model.
    const [first] = layout.positions.entries()
    const [id, { x, y: top }] = first ?? ['', { x: 0, y: 0 }]
    const centre = layout.width * READABLE_ZOOM < width ? layout.width / 2 : x + (flow.getNode(id)?.width ?? 0) / 2
    void flow.setViewport({
      x: width / 2 - centre * READABLE_ZOOM,
      y: MARGIN - top * READABLE_ZOOM,
      zoom: READABLE_ZOOM,
    })
  }, [flow, layout, width])
  return useCallback(() => {
    const whole = Math.min(width / layout.width, height / layout.height)
    if (whole >= SMALLEST_ZOOM) {
      void flow.fitView({ padding: 0.04 })
      return
    }
    // Too long to be seen as a whole (the overview shows that): all of its width, at the same place.
    const { y, zoom: current } = flow.getViewport()
    const zoom = Math.max(SMALLEST_ZOOM, Math.min(WIDTH_ZOOM, width / layout.width))
    const half = (height / 2 - MARGIN) / zoom
    const middle = Math.max(half, Math.min(layout.height - half, (height / 2 - y) / current))
    void flow.setCenter(layout.width / 2, middle, { zoom })
  }, [flow, layout, width, height])
}

/** Brings the selection to the middle whenever another view asks for it. To be used after useStartingView. */
export function useCentring(graph: ModelGraph, layout: GraphLayout): void {
  const flow = useReactFlow()
  const reduced = useReducedMotion()
  const request = useApp((state) => state.centreRequest)
  const selected = useApp((state) => state.selected)
  const searching = useApp((state) => state.search.open)
  const width = useStore((state) => state.width)
  // What was selected before there was a graph is still to be shown.
  const answered = useRef(selected === null ? request : null)
  useEffect(() => {
    if (answered.current === request || selected === null || width === 0) return
    const id = graph.itemOf.get(selected) ?? ''
    // A graph that shows it in full may be on its way.
    if (graph.items.some((item) => item.id === id && item.kind === 'node')) answered.current = request
    const node = flow.getNode(id)
    const position = layout.positions.get(id)
    if (node === undefined || position === undefined) return
    const zoom = Math.max(flow.getZoom(), READABLE_ZOOM * 0.75)
    const aside = searching ? SEARCH_WIDTH / 2 / zoom : 0
    void flow.setCenter(position.x + (node.width ?? 0) / 2 + aside, position.y + (node.height ?? 0) / 2, {
      zoom,
      duration: reduced ? 0 : MOVE_DURATION,
    })
  }, [flow, graph, layout, reduced, request, searching, selected, width])
}

/** Zooms and fits when keys or the palette ask for it. */
export function useGraphRequests(fitGraph: () => void): void {
  const flow = useReactFlow()
  const request = useApp((state) => state.graphRequest)
  const answered = useRef(request)
  useEffect(() => {
    if (request === null || answered.current === request) return
    answered.current = request
    switch (request.kind) {
      case 'zoom-in':
        return void flow.zoomIn()
      case 'zoom-out':
        return void flow.zoomOut()
      case 'zoom-reset':
        return void flow.zoomTo(READABLE_ZOOM)
      case 'fit':
        return fitGraph()
    }
  }, [fitGraph, flow, request])
}
