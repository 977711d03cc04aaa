import './graph.css'
import { Loader } from '@mantine/core'
import { ReactFlowProvider } from '@xyflow/react'
import { useMemo, useRef } from 'react'
import type { ModelView } from '#contract/model'
import { formatCount } from '../../lib/bytes'
import { type ModelGraph, modelGraph } from '../../lib/model-graph'
import { Empty } from '../../ui/Empty'
import { GraphCanvas } from './GraphCanvas'
import { useLayout } from './use-layout'

/** The model's graph, once it has been laid out. */
export function GraphPanel({ model }: { readonly model: ModelView }) {
  const graph = useModelGraph(model)
  const state = useLayout(graph.layout)
  if (state.kind === 'busy') {
    return (
      <div className="ui-empty" role="status">
        <Loader size="sm" />
        <p>Laying out {formatCount(graph.items.length)} nodes…</p>
      </div>
    )
  }
  if (state.kind === 'failed') {
    return (
      <Empty title="The graph could not be laid out">
        {state.message} The layers table and all figures are complete without it.
      </Empty>
    )
  }
  return (
    <ReactFlowProvider key={model.sha256}>
      <GraphCanvas graph={graph} layout={state.layout} />
    </ReactFlowProvider>
  )
}

/** Other input shapes make a new view of the same file, whose graph is the same: it keeps its layout. */
function useModelGraph(model: ModelView): ModelGraph {
  const latest = useRef(model)
  latest.current = model
  // biome-ignore lint/correctness/useExhaustiveDependencies: the file decides the graph
  return useMemo(() => modelGraph(latest.current), [model.path, model.sha256])
}
