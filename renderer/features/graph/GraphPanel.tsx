// SPDX-License-Identifier: Apache-2.0
import './graph.css'
import './graph-panes.css'
import { ReactFlowProvider } from '@xyflow/react'
import { type ReactNode, useMemo } from 'react'
import type { ModelView } from '#contract/model'
import { useApp, usePanel } from '../../store'
import { type ModelPair, selectPair } from '../../store/selectors'
import { GraphCanvas } from './GraphCanvas'
import { LayoutStatus } from './LayoutStatus'
import { ModelBeside } from './ModelBeside'
import { PaneHead } from './PaneHead'
import { createTogether } from './together'
import { useLayout } from './use-layout'
import { useModelGraph } from './use-model-graph'
import { TogetherContext } from './use-together'

/** The model's graph; of two files that are compared both, A on the left. */
export function GraphPanel({ model }: { readonly model: ModelView }) {
  const [wanted] = usePanel('graphBeside')
  const pair = useApp(selectPair)
  const shown = wanted ? pair : null
  const open = (
    <div key="open" className="graph-pane">
      {shown === null ? null : <PaneHead pair={shown} of="open" fileName={model.fileName} />}
      <FileGraph key={`${model.sha256} ${model.path}`} model={model} />
    </div>
  )
  const beside = shown === null ? null : <ModelBeside key="beside" pair={shown} drawn={drawn} />
  return (
    <MovingTogether pair={shown}>
      <div className="graph-panes" data-two={shown !== null || undefined}>
        {shown?.beside === 'a' ? [beside, open] : [open, beside]}
      </div>
    </MovingTogether>
  )
}

function drawn(model: ModelView): ReactNode {
  return <FileGraph key={model.sha256} model={model} />
}

function MovingTogether({ pair, children }: { readonly pair: ModelPair | null; readonly children: ReactNode }) {
  const [wanted] = usePanel('graphTogether')
  const pairing = wanted ? pair?.pairing : undefined
  const together = useMemo(() => (pairing === undefined ? null : createTogether(pairing)), [pairing])
  return <TogetherContext.Provider value={together}>{children}</TogetherContext.Provider>
}

/** A graph once it has been laid out. */
function FileGraph({ model }: { readonly model: ModelView }) {
  const graph = useModelGraph(model)
  const layout = useLayout(graph, model.sha256)
  const status = <LayoutStatus layout={layout} nodes={graph.items.length} />
  if (layout.shown === null) return status
  return (
    <ReactFlowProvider>
      <GraphCanvas graph={layout.shown.graph} layout={layout.shown.layout} />
      {layout.status === 'ready' ? null : <div className="graph-again">{status}</div>}
    </ReactFlowProvider>
  )
}
