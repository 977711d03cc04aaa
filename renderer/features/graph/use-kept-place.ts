import { useReactFlow, useStore } from '@xyflow/react'
import { useLayoutEffect, useRef } from 'react'
import type { GraphLayout } from '../../lib/graph-shapes'
import type { GraphItem, ModelGraph } from '../../lib/model-graph'

interface Place {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/** Another layout of the same model moves under the window so that what is in its middle stays there. */
export function useKeptPlace(graph: ModelGraph, layout: GraphLayout): void {
  const flow = useReactFlow()
  const height = useStore((state) => state.height)
  const before = useRef<Place>({ graph, layout })
  useLayoutEffect(() => {
    const previous = before.current
    before.current = { graph, layout }
    if (previous.layout === layout) return
    const { x, y, zoom } = flow.getViewport()
    const anchor = nearest(previous, (height / 2 - y) / zoom)
    const node = anchor === null ? undefined : nodeOf(anchor)
    const from = previous.layout.positions.get(anchor?.id ?? '')
    const to = node === undefined ? undefined : layout.positions.get(graph.itemOf.get(node) ?? '')
    if (from === undefined || to === undefined) return
    void flow.setViewport({ x: x + (from.x - to.x) * zoom, y: y + (from.y - to.y) * zoom, zoom })
  }, [flow, graph, layout, height])
}

/** The box whose top is nearest to a height and that stands for a node. */
function nearest({ graph, layout }: Place, y: number): GraphItem | null {
  let best: GraphItem | null = null
  let least = Number.POSITIVE_INFINITY
  for (const item of graph.items) {
    const distance = Math.abs((layout.positions.get(item.id)?.y ?? Number.POSITIVE_INFINITY) - y)
    if (distance < least && nodeOf(item) !== undefined) [best, least] = [item, distance]
  }
  return best
}

function nodeOf(item: GraphItem): number | undefined {
  if (item.kind === 'node') return item.node.id
  return item.kind === 'blocks' ? item.blocks.nodes[0]?.id : undefined
}
