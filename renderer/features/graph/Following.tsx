// SPDX-License-Identifier: Apache-2.0
import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect } from 'react'
import { useGraph } from './graph-scope'
import type { GraphLayout } from './layout/shapes'
import { itemSize, type ModelGraph } from './model-graph'

const MARGIN = 24

interface FollowingProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/**
 * Keeps the playhead's node in sight: the view jumps only when it would leave it. A component of its own, so that the canvas
 * is not drawn anew with every step.
 */
export function Following({ graph, layout }: FollowingProps) {
  const flow = useReactFlow()
  const playhead = useGraph((state) => state.playhead)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  useEffect(() => {
    if (playhead === null || width === 0) return
    const id = graph.itemOf.get(playhead) ?? ''
    const position = layout.positions.get(id)
    const item = graph.items.find((each) => each.id === id)
    if (position === undefined || item === undefined) return
    const { x, y, zoom } = flow.getViewport()
    const size = itemSize(item)
    const [left, top] = [position.x * zoom + x, position.y * zoom + y]
    const isInSight =
      left >= 0 && left + size.width * zoom <= width && top >= MARGIN && top + size.height * zoom <= height - MARGIN
    if (isInSight) return
    // It stands near the top, so that what follows is in sight too.
    const below = height / zoom / 2 - size.height - 2 * MARGIN
    void flow.setCenter(position.x + size.width / 2, position.y + Math.max(size.height / 2, below), { zoom })
  }, [flow, graph, layout, playhead, width, height])
  return null
}
