// SPDX-License-Identifier: Apache-2.0
import { useReducedMotion } from '@mantine/hooks'
import { useReactFlow, useStore } from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'
import { useApp } from '../../store'
import { selectPair } from '../../store/selectors'
import type { AppState } from '../../store/state'
import { useGraph, useScope } from './graph-scope'
import type { GraphLayout } from './layout/shapes'
import { itemSize, type ModelGraph } from './model-graph'
import { useMovedByHand } from './use-together'

const READABLE_ZOOM = 1
/** Below this, boxes are specks: they are drawn as colours alone. */
export const SPECKS_BELOW = 0.1
/** What the whole graph leaves free of the canvas, at each side. */
const FIT_PADDING = 0.04
/** Of the canvas, which buttons lie over at its left. */
const BUTTONS_WIDTH = 44
const MARGIN = 24
/** A graph of a few boxes does not fill the canvas. */
const LARGEST_FIT = 1
const MOVE_DURATION = 250
/** The search lies on the right of the canvas: the middle is that of what it leaves free, where that is most of it. */
const SEARCH_WIDTH = 440

/** The zoom at which the graph is seen from end to end, whatever its length. */
function wholeZoom(layout: GraphLayout, width: number, height: number): number {
  const across = Math.min((width - 2 * BUTTONS_WIDTH) / Math.max(1, layout.width), height / Math.max(1, layout.height))
  return across * (1 - 2 * FIT_PADDING)
}

/** As far as one can zoom out: until all is seen. */
export function useSmallestZoom(layout: GraphLayout): number {
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  return width === 0 ? SPECKS_BELOW : Math.min(SPECKS_BELOW, wholeZoom(layout, width, height))
}

/** Starts at the top at a size that can be read; returns what fits the graph to the canvas. */
export function useStartingView(graph: ModelGraph, layout: GraphLayout): () => void {
  const flow = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const started = useRef(false)
  useEffect(() => {
    if (started.current || width === 0) return
    started.current = true
    // The first box is an input of the model.
    const [first] = graph.items
    const { x, y: top } = layout.positions.get(first?.id ?? '') ?? { x: 0, y: 0 }
    const half = first === undefined ? 0 : itemSize(first).width / 2
    const centre = layout.width * READABLE_ZOOM < width ? layout.width / 2 : x + half
    void flow.setViewport({
      x: width / 2 - centre * READABLE_ZOOM,
      y: MARGIN - top * READABLE_ZOOM,
      zoom: READABLE_ZOOM,
    })
  }, [flow, graph, layout, width])
  return useCallback(() => {
    const zoom = Math.min(LARGEST_FIT, wholeZoom(layout, width, height))
    void flow.setCenter(layout.width / 2, layout.height / 2, { zoom })
  }, [flow, layout, width, height])
}

/** Brings the selection to the middle whenever another view asks for it. To be used after useStartingView. */
export function useCentring(graph: ModelGraph, layout: GraphLayout): void {
  const flow = useReactFlow()
  const reduced = useReducedMotion()
  const request = useGraph((state) => state.centreRequest)
  const selected = useGraph((state) => state.selected)
  const alone = useApp(isAlone)
  const moved = useMovedByHand()
  const searching = useApp((state) => state.search.open)
  const width = useStore((state) => state.width)
  // What was selected before there was a graph is still to be shown.
  const answered = useRef(selected === null ? request : null)
  const newest = useRef(request)
  useEffect(() => {
    newest.current = request
    if (answered.current === request || selected === null || width === 0) return
    const id = graph.itemOf.get(selected) ?? ''
    const item = graph.items.find((each) => each.id === id)
    // A graph that shows it in full may be on its way.
    if (item?.kind === 'node') answered.current = request
    const position = layout.positions.get(id)
    if (item === undefined || position === undefined) return
    const size = itemSize(item)
    const zoom = Math.max(flow.getZoom(), READABLE_ZOOM * 0.75)
    const aside = searching && width > 2 * SEARCH_WIDTH ? SEARCH_WIDTH / 2 / zoom : 0
    void flow
      .setCenter(position.x + size.width / 2 + aside, position.y + size.height / 2, {
        zoom,
        duration: reduced ? 0 : MOVE_DURATION,
      })
      // The other graph has nothing to go to by itself; it has where something else was asked for meanwhile.
      .then(() => (alone && newest.current === request ? moved() : undefined))
  }, [alone, flow, graph, layout, moved, reduced, request, searching, selected, width])
}

/** Whether what is selected is in one of two graphs only. */
function isAlone(state: AppState): boolean {
  const pair = selectPair(state)
  return pair !== null && (state.selected === null || !pair.pairing.toBeside.has(state.selected))
}

/** Zooms and fits when keys or the palette ask for it. */
export function useGraphRequests(fitGraph: () => void): void {
  const { name } = useScope()
  const flow = useReactFlow()
  const request = useApp((state) => state.graphRequest)
  const answered = useRef(request)
  useEffect(() => {
    if (request === null || answered.current === request) return
    answered.current = request
    if (request.of !== undefined && request.of !== name) return
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
  }, [fitGraph, flow, name, request])
}
