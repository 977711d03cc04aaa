// SPDX-License-Identifier: Apache-2.0
import { useStore, ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import { useGraph } from './graph-scope'
import { isFar } from './is-far'
import { arrowHead, roundedPath } from './layout/rounded-path'
import type { GraphLayout } from './layout/shapes'
import type { ModelGraph } from './model-graph'

interface GraphEdgesProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
  /** Id of the edge under the pointer. */
  readonly hovered: string | null
}

/** Edges drawn as one path: few elements for thousands of edges, and those out of sight are not painted. */
const EDGES_PER_PATH = 48

/** All edges in few paths; those of the selection once more on top. */
export const GraphEdges = memo(({ graph, layout, hovered }: GraphEdgesProps) => {
  const selected = useGraph((state) => state.selected)
  const far = useStore(isFar)
  const paths = useMemo(
    () =>
      graph.edges.map((edge) => {
        const route = layout.routes.get(edge.id) ?? []
        // From afar heads would be specks.
        return { edge, path: roundedPath(route) + (far ? '' : arrowHead(route)) }
      }),
    [graph, layout, far],
  )
  const all = useMemo(
    () =>
      Array.from({ length: Math.ceil(paths.length / EDGES_PER_PATH) }, (_, at) => {
        const together = paths.slice(at * EDGES_PER_PATH, (at + 1) * EDGES_PER_PATH)
        return <path key={together[0]?.edge.id} d={together.map(({ path }) => path).join('')} />
      }),
    [paths],
  )
  const chosen = selected === null ? undefined : graph.itemOf.get(selected)
  const near = paths.filter(
    ({ edge }) => edge.id === hovered || (chosen !== undefined && (edge.from === chosen || edge.to === chosen)),
  )
  return (
    <ViewportPortal>
      <svg
        className="graph-edges"
        data-far={far || undefined}
        width={layout.width}
        height={layout.height}
        aria-hidden="true"
      >
        {all}
        <path className="graph-edges-near" d={near.map(({ path }) => path).join('')} />
      </svg>
    </ViewportPortal>
  )
})
