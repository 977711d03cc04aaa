// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { shapeText, typeText } from '../../lib/labels'
import { Bytes } from '../../ui/Bytes'
import { foldLabel } from './fold-label'
import { useGraph } from './graph-scope'
import type { GraphItem, ModelGraph } from './model-graph'
import type { HoveredEdge } from './use-edge-hover'

const OFFSET = 14

/** The tensor that an edge carries. */
export function EdgeTooltip({ edge, x, y, graph }: HoveredEdge & { readonly graph: ModelGraph }) {
  const model = useGraph((state) => state.model)
  const tensor = model?.tensors[edge.tensor]
  if (tensor === undefined) return null
  const from = graph.items.find((item) => item.id === edge.from)
  const to = graph.items.find((item) => item.id === edge.to)
  return (
    <div className="ui-tooltip graph-edge-tooltip" role="tooltip" style={{ left: x + OFFSET, top: y + OFFSET }}>
      <span className="graph-edge-shape">
        <b>{shapeText(tensor.dims)}</b>
        <span className="ui-muted">{typeText(tensor.dtype)}</span>
        {tensor.bytes === null ? null : <Bytes value={tensor.bytes} />}
      </span>
      <span className="ui-muted">
        {nameOf(from, model)} → {nameOf(to, model)}
      </span>
    </div>
  )
}

function nameOf(item: GraphItem | undefined, model: ModelView | null): string {
  switch (item?.kind) {
    case 'node':
      return item.node.name
    case 'fold':
      return foldLabel(item.fold, model)
    default:
      return item?.name ?? ''
  }
}
