import { ViewportPortal } from '@xyflow/react'
import { useMemo } from 'react'
import type { GraphLayout } from '../../lib/graph-shapes'
import { graphItemId, type ModelGraph } from '../../lib/model-graph'
import { roundedPath } from '../../lib/rounded-path'

interface GraphEdgesProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
  readonly selected: number | null
}

/** All edges as one path, which stays cheap for thousands; those of the selection once more on top. */
export function GraphEdges({ graph, layout, selected }: GraphEdgesProps) {
  const paths = useMemo(
    () => graph.layout.edges.map((edge) => ({ edge, path: roundedPath(layout.routes.get(edge.id) ?? []) })),
    [graph, layout],
  )
  const all = useMemo(() => paths.map(({ path }) => path).join(''), [paths])
  const chosen = selected === null ? null : graphItemId(selected)
  const near = chosen === null ? [] : paths.filter(({ edge }) => edge.from === chosen || edge.to === chosen)
  return (
    <ViewportPortal>
      <svg className="graph-edges" width={layout.width} height={layout.height} aria-hidden="true">
        <path d={all} />
        <path className="graph-edges-near" d={near.map(({ path }) => path).join('')} />
      </svg>
    </ViewportPortal>
  )
}
