// SPDX-License-Identifier: Apache-2.0
import { ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { Algorithm } from '#contract/algorithms'
import { decisionsByNode, lookOf, type PlanLook } from '../../lib/layers/lookups'
import { algorithmColour } from '../../lib/palette'
import { useGraph } from './graph-scope'
import type { GraphLayout } from './layout/shapes'
import { type GraphItem, itemSize, type ModelGraph } from './model-graph'

interface SilhouetteProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/** All boxes where each is a speck: their colours alone, in one path a colour, which thousands of elements would not bear. */
export const Silhouette = memo(({ graph, layout }: SilhouetteProps) => {
  const plan = useGraph((state) => (state.plan === null ? null : lookOf(state.plan)))
  const selected = useGraph((state) => state.selected)
  const paths = useMemo(() => pathsByColour(graph, layout, plan), [graph, layout, plan])
  const chosen = selected === null ? undefined : layout.positions.get(graph.itemOf.get(selected) ?? '')
  return (
    <ViewportPortal>
      <svg
        className="graph-silhouette"
        data-testid="silhouette"
        width={layout.width}
        height={layout.height}
        aria-hidden="true"
      >
        {[...paths].map(([colour, path]) => (
          <path key={colour} d={path} fill={colour} />
        ))}
        {chosen === undefined ? null : (
          <path className="graph-silhouette-chosen" d={`M${chosen.x - 60},${chosen.y - 60}h336v184h-336z`} />
        )}
      </svg>
    </ViewportPortal>
  )
})

function pathsByColour(graph: ModelGraph, layout: GraphLayout, plan: PlanLook | null): ReadonlyMap<string, string> {
  const decisions = plan === null ? null : decisionsByNode(plan)
  const paths = new Map<string, string>()
  for (const item of graph.items) {
    const { x, y } = layout.positions.get(item.id) ?? { x: 0, y: 0 }
    const { width, height } = itemSize(item)
    const algorithm = nodesOf(item).reduce<Algorithm | null>(
      (found, { id }) => found ?? decisions?.get(id)?.algorithm ?? null,
      null,
    )
    const colour = algorithm === null ? 'var(--line-strong)' : algorithmColour(algorithm)
    paths.set(colour, `${paths.get(colour) ?? ''}M${x},${y}h${width}v${height}h${-width}z`)
  }
  return paths
}

function nodesOf(item: GraphItem) {
  if (item.kind === 'node') return [item.node]
  return item.kind === 'fold' ? item.fold.nodes : []
}
