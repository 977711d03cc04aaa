import { Background, BackgroundVariant, ControlButton, Controls, Panel, ReactFlow } from '@xyflow/react'
import { useMemo, useState } from 'react'
import type { Algorithm } from '#contract/plan'
import type { GraphLayout } from '../../lib/graph-shapes'
import { itemSize, type ModelGraph } from '../../lib/model-graph'
import { actions, useApp } from '../../store'
import type { FlowNode } from './flow-node'
import { GraphEdges } from './GraphEdges'
import { GraphNode } from './GraphNode'
import { Legend } from './Legend'
import { OverviewStrip } from './OverviewStrip'
import { useGraphKeys } from './use-graph-keys'
import { SMALLEST_ZOOM, useCentring, useStartingView } from './use-viewport-control'

// Outside of the component: a new object would make every node render anew.
const NODE_TYPES = { item: GraphNode }
const PRO_OPTIONS = { hideAttribution: true }

interface GraphCanvasProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/**
 * Positions are set once per model. Figures are not part of the flow's nodes: each visible node
 * takes its own from the store, so that a new plan renders those and nothing else.
 */
export function GraphCanvas({ graph, layout }: GraphCanvasProps) {
  const nodes = useMemo(() => flowNodes(graph, layout), [graph, layout])
  const [emphasis, setEmphasis] = useState<Algorithm | null>(null)
  const selected = useApp((state) => state.selected)
  const onKeyDown = useGraphKeys(graph)
  const fit = useStartingView(layout)
  useCentring(layout)
  return (
    <section
      className="graph"
      data-testid="graph"
      data-nodes={graph.items.length}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes the arrow keys
      tabIndex={0}
      aria-label="Model graph. Arrow keys move from node to node in execution order."
      data-emphasis={emphasis ?? undefined}
      onKeyDown={onKeyDown}
    >
      <ReactFlow
        nodes={nodes}
        nodeTypes={NODE_TYPES}
        proOptions={PRO_OPTIONS}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        panOnScroll
        minZoom={SMALLEST_ZOOM}
        maxZoom={2}
        onPaneClick={() => actions.select(null)}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        <GraphEdges graph={graph} layout={layout} selected={selected} />
        <Controls position="top-left" showInteractive={false} showFitView={false}>
          <ControlButton onClick={fit} title="Fit the graph" aria-label="Fit the graph">
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M1 5V1h4M11 1h4v4M15 11v4h-4M5 15H1v-4" fill="none" stroke="currentColor" strokeWidth="1.6" />
            </svg>
          </ControlButton>
        </Controls>
        <Panel position="bottom-left">
          <Legend emphasis={emphasis} onEmphasise={setEmphasis} />
        </Panel>
      </ReactFlow>
      <OverviewStrip graph={graph} layout={layout} />
    </section>
  )
}

function flowNodes(graph: ModelGraph, layout: GraphLayout): FlowNode[] {
  return graph.items.map((item) => ({
    id: item.id,
    type: 'item',
    position: layout.positions.get(item.id) ?? { x: 0, y: 0 },
    ...itemSize(item),
    data: { item },
  }))
}
