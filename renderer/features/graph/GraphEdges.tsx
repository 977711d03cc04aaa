import { ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { GraphLayout } from '../../lib/graph-shapes'
import type { ModelGraph } from '../../lib/model-graph'
import { roundedPath } from '../../lib/rounded-path'
import { useApp } from '../../store'

interface GraphEdgesProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
  /** Id of the edge under the pointer. */
  readonly hovered: string | null
}

/** All edges as one path, which stays cheap for thousands; those of the selection once more on top. */
export const GraphEdges = memo(({ graph, layout, hovered }: GraphEdgesProps) => {
  const selected = useApp((state) => state.selected)
  const paths = useMemo(
    () => graph.edges.map((edge) => ({ edge, path: roundedPath(layout.routes.get(edge.id) ?? []) })),
    [graph, layout],
  )
  const all = useMemo(() => paths.map(({ path }) => path).join(''), [paths])
  const chosen = selected === null ? undefined : graph.itemOf.get(selected)
  const near = paths.filter(
    ({ edge }) => edge.id === hovered || (chosen !== undefined && (edge.from === chosen || edge.to === chosen)),
  )
  return (
    <ViewportPortal>
      <svg className="graph-edges" width={layout.width} height={layout.height} aria-hidden="true">
        <path d={all} />
        <path className="graph-edges-near" d={near.map(({ path }) => path).join('')} />
      </svg>
    </ViewportPortal>
  )
})
