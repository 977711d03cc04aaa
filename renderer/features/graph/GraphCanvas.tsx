// SPDX-License-Identifier: Apache-2.0
import { Background, BackgroundVariant, type NodeHandle, Panel, ReactFlow, useStore } from '@xyflow/react'
import { useMemo } from 'react'
import { t } from '../../i18n'
import { useApp } from '../../store'
import { selectMatches } from '../../store/selectors'
import { ContextMenu, useContextMenu } from './ContextMenu'
import { EdgeTooltip } from './EdgeTooltip'
import { Following } from './Following'
import type { FlowNode } from './flow-node'
import { GraphEdges } from './GraphEdges'
import { GraphNode } from './GraphNode'
import { useGraph, useScope } from './graph-scope'
import { Legend } from './Legend'
import type { GraphLayout } from './layout/shapes'
import { itemSize, type ModelGraph } from './model-graph'
import { OverviewStrip } from './OverviewStrip'
import { Silhouette } from './Silhouette'
import { TooLong } from './TooLong'
import { useEdgeHover } from './use-edge-hover'
import { useGraphKeys } from './use-graph-keys'
import { useGraphPictures } from './use-graph-pictures'
import { useKeptPlace } from './use-kept-place'
import { useTogether } from './use-together'
import { SPECKS_BELOW, useCentring, useGraphRequests, useSmallestZoom, useStartingView } from './use-viewport-control'
import { ViewControls } from './ViewControls'

// Outside of the component: a new object would make every node render anew.
const NODE_TYPES = { item: GraphNode }
const NO_NODES: FlowNode[] = []
const NO_HANDLES: NodeHandle[] = []
const PRO_OPTIONS = { hideAttribution: true }

interface GraphCanvasProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/**
 * Positions are set once per layout. Figures are not part of the flow's nodes: each visible node
 * takes its own from the store, so that a new plan renders those and nothing else.
 */
export function GraphCanvas({ graph, layout }: GraphCanvasProps) {
  const smallest = useSmallestZoom(layout)
  const specks = useStore((state) => state.transform[2] < SPECKS_BELOW)
  const all = useMemo(() => flowNodes(graph, layout), [graph, layout])
  const nodes = specks ? NO_NODES : all
  const colourBy = useApp((state) => state.colourBy)
  const { name, select } = useScope()
  const scrubbing = useGraph((state) => state.playhead !== null)
  const searching = useGraph((state) => (selectMatches(state)?.nodes.length ?? 0) > 0)
  const onKeyDown = useGraphKeys(graph)
  const fit = useStartingView(graph, layout)
  const { hovered, onMouseMove, onMouseLeave } = useEdgeHover(graph, layout)
  useKeptPlace(graph, layout, fit)
  useCentring(graph, layout)
  useGraphRequests(fit)
  useGraphPictures(graph, layout)
  const onMove = useTogether(graph, layout)
  const { place, onContextMenu, onClose } = useContextMenu()
  return (
    <section
      className="graph"
      data-testid={name === 'open' ? 'graph' : 'graph-beside'}
      data-nodes={graph.items.length}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes the arrow keys
      tabIndex={0}
      aria-label={t(name === 'open' ? 'graph:label' : 'graph:beside.label')}
      data-searching={searching || undefined}
      data-scrubbing={scrubbing || undefined}
      data-tinted={colourBy !== 'algorithm' || undefined}
      onKeyDown={onKeyDown}
      {...(name === 'open' ? { onContextMenu } : {})}
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
        minZoom={smallest}
        maxZoom={2}
        onPaneClick={() => select(null)}
        onMove={onMove}
        onPaneMouseMove={onMouseMove}
        onPaneMouseLeave={onMouseLeave}
        onNodeMouseEnter={onMouseLeave}
        onMoveStart={(event, view) => {
          onMouseLeave()
          // The first turn of a wheel is told as a start alone.
          if (event?.type === 'wheel') onMove(event, view)
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        <Following graph={graph} layout={layout} />
        <GraphEdges graph={graph} layout={layout} hovered={hovered?.edge.id ?? null} />
        <Panel position="top-left">
          <ViewControls />
        </Panel>
        {specks ? (
          <>
            <Silhouette graph={graph} layout={layout} />
            <Panel position="bottom-center">
              <TooLong boxes={graph.items.length} />
            </Panel>
          </>
        ) : null}
      </ReactFlow>
      {hovered === null ? null : <EdgeTooltip {...hovered} graph={graph} />}
      {graph.layout.inColumns ? null : <OverviewStrip graph={graph} layout={layout} />}
      <Legend />
      <ContextMenu place={place} graph={graph} layout={layout} onClose={onClose} />
    </section>
  )
}

function flowNodes(graph: ModelGraph, layout: GraphLayout): FlowNode[] {
  return graph.items.map((item) => ({
    id: item.id,
    type: 'item',
    position: layout.positions.get(item.id) ?? { x: 0, y: 0 },
    ...itemSize(item),
    // It knows its size and has no handles: without a word on these, every node is drawn once to be measured, in sight or not.
    handles: NO_HANDLES,
    data: { item },
  }))
}
