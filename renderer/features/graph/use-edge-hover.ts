// SPDX-License-Identifier: Apache-2.0
import { useReactFlow } from '@xyflow/react'
import { type MouseEvent, useCallback, useEffect, useMemo, useState } from 'react'
import { edgeIndex } from './layout/edge-index'
import type { GraphLayout } from './layout/shapes'
import type { GraphEdge, ModelGraph } from './model-graph'

/** How near the pointer must come, in pixels of the screen. */
const REACH = 7
/** Where edges lie closer together than that, none is meant. */
const SMALLEST_ZOOM = 0.25

export interface HoveredEdge {
  readonly edge: GraphEdge
  /** Of the pointer, in the window. */
  readonly x: number
  readonly y: number
}

/** The edge under the pointer. Edges are one drawing and take no events of their own. */
export function useEdgeHover(graph: ModelGraph, layout: GraphLayout) {
  const flow = useReactFlow()
  const index = useMemo(() => edgeIndex(layout.routes), [layout])
  const edges = useMemo(() => new Map(graph.edges.map((edge) => [edge.id, edge])), [graph])
  const [hovered, setHovered] = useState<HoveredEdge | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another graph has other edges
  useEffect(() => setHovered(null), [graph])
  const onMouseMove = useCallback(
    ({ clientX: x, clientY: y, buttons }: MouseEvent) => {
      const zoom = flow.getZoom()
      const id =
        buttons !== 0 || zoom < SMALLEST_ZOOM ? null : index.nearest(flow.screenToFlowPosition({ x, y }), REACH / zoom)
      const edge = edges.get(id ?? '')
      setHovered(edge === undefined ? null : { edge, x, y })
    },
    [flow, index, edges],
  )
  const onMouseLeave = useCallback(() => setHovered(null), [])
  return { hovered, onMouseMove, onMouseLeave }
}
