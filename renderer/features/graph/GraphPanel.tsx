// SPDX-License-Identifier: Apache-2.0
import './graph.css'
import { Button } from '@mantine/core'
import { ReactFlowProvider } from '@xyflow/react'
import type { ModelView } from '#contract/model'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { Empty } from '../../ui/Empty'
import { TaskProgress } from '../../ui/TaskProgress'
import { GraphCanvas } from './GraphCanvas'
import { type LayoutState, useLayout } from './use-layout'
import { useModelGraph } from './use-model-graph'

/** The model's graph, once it has been laid out. */
export function GraphPanel({ model }: { readonly model: ModelView }) {
  return <FileGraph key={`${model.sha256} ${model.path}`} model={model} />
}

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

function LayoutStatus({ layout, nodes }: { readonly layout: LayoutState; readonly nodes: number }) {
  const { status } = layout
  if (status === 'busy' || status === 'ready') {
    return (
      <div className="ui-empty graph-layout">
        <TaskProgress label={t('graph:layout')} fraction={layout.fraction}>
          {t('graph:layingOut', { nodes: grouped(nodes) })}
        </TaskProgress>
        <Button onClick={layout.cancel}>{t('common:cancel')}</Button>
      </div>
    )
  }
  return (
    <Empty title={t(status === 'cancelled' ? 'graph:cancelled' : 'graph:failed')}>
      {typeof status === 'object' ? `${status.failure} ` : ''}
      {t('graph:withoutGraph')}{' '}
      <Button onClick={layout.retry} component="span">
        {t('graph:layOut')}
      </Button>
    </Empty>
  )
}
