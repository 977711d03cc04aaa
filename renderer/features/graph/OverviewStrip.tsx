// SPDX-License-Identifier: Apache-2.0
import './graph-overview.css'
import { useReactFlow, useStore, useViewport } from '@xyflow/react'
import { memo, type PointerEvent } from 'react'
import { t } from '../../i18n'
import { decisionsByNode } from '../../lib/layers/lookups'
import { isSigned, tintFigure } from '../../lib/layers/tint'
import { algorithmColour } from '../../lib/palette'
import { useApp } from '../../store'
import { largestShown, selectAliveNodes, selectMatches, selectTintSources } from '../../store/selectors'
import { useGraph, useScope } from './graph-scope'
import type { GraphLayout } from './layout/shapes'
import type { ModelGraph } from './model-graph'
import { useMovedByHand } from './use-together'

const WIDTH = 56
const INSET = 5

interface OverviewStripProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/**
 * The whole graph from top to bottom beside the canvas. Networks are far taller than wide, so the
 * width shows something better than positions: each node's figure, packed weights where colours tell algorithms.
 */
export function OverviewStrip({ graph, layout }: OverviewStripProps) {
  const flow = useReactFlow()
  const { name } = useScope()
  const moved = useMovedByHand()
  const height = useStore((state) => state.height)
  const width = useStore((state) => state.width)
  const { y, zoom } = useViewport()
  if (height === 0) return null
  const scale = (height - 2 * INSET) / Math.max(1, layout.height)
  const windowTop = INSET + Math.max(0, -y / zoom) * scale
  const windowBottom = INSET + Math.min(layout.height, (height - y) / zoom) * scale
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return
    const target = (event.nativeEvent.offsetY - INSET) / scale
    const { x } = flow.getViewport()
    void flow.setCenter((width / 2 - x) / zoom, target, { zoom }).then(moved)
  }
  return (
    <svg
      className="graph-overview"
      data-testid={name === 'open' ? 'minimap' : 'minimap-beside'}
      width={WIDTH}
      height={height}
      role="img"
      aria-label={t('graph:overview')}
      onPointerDown={go}
      onPointerMove={go}
    >
      <title>{t('graph:overviewHint')}</title>
      <OverviewBars graph={graph} layout={layout} scale={scale} />
      <Differences graph={graph} layout={layout} scale={scale} />
      <Moments graph={graph} layout={layout} scale={scale} />
      <rect
        className="graph-overview-window"
        x={1}
        y={Math.min(windowTop, height - 6)}
        width={WIDTH - 2}
        height={Math.max(5, windowBottom - windowTop)}
        rx={3}
      />
    </svg>
  )
}

/** Where the model differs from the one that it is compared with. */
const Differences = memo(({ graph, layout, scale }: OverviewStripProps & { readonly scale: number }) => {
  const { differences } = useScope()
  const all = useApp(differences)
  if (all === null) return null
  return [...all].map(([node, { kind }]) => {
    const top = kind === 'same' ? undefined : layout.positions.get(graph.itemOf.get(node) ?? '')?.y
    return top === undefined ? null : (
      <rect
        key={node}
        className="graph-overview-difference"
        data-difference={kind}
        x={0}
        y={INSET + top * scale}
        width={4}
        height={Math.max(3, 40 * scale)}
      />
    )
  })
})

/** Where the playhead is, and what is alive then. */
function Moments({ graph, layout, scale }: OverviewStripProps & { readonly scale: number }) {
  const playhead = useGraph((state) => state.playhead)
  const alive = useGraph(selectAliveNodes)
  if (playhead === null) return null
  const mark = (node: number, here: boolean) => {
    const top = layout.positions.get(graph.itemOf.get(node) ?? '')?.y
    return top === undefined ? null : (
      <rect
        key={node}
        className={here ? 'graph-overview-here' : 'graph-overview-alive'}
        x={here ? 0 : WIDTH - 9}
        y={INSET + top * scale - (here ? 1 : 0)}
        width={here ? WIDTH : 7}
        height={Math.max(here ? 3 : 2, 40 * scale)}
      />
    )
  }
  return (
    <>
      {[...alive].map((node) => mark(node, false))}
      {mark(playhead, true)}
    </>
  )
}

/** Everything but the window, which alone moves while the graph is panned. */
const OverviewBars = memo(({ graph, layout, scale }: OverviewStripProps & { readonly scale: number }) => {
  const sources = useGraph(selectTintSources)
  const colourBy = useGraph((state) => state.colourBy)
  const selected = useGraph((state) => state.selected)
  const matches = useGraph(selectMatches)
  const by = colourBy === 'algorithm' ? 'packed' : colourBy
  const signed = isSigned(by, sources)
  const largest = useApp((state) => largestShown(state, by)) || 1
  const topOf = (node: number) => layout.positions.get(graph.itemOf.get(node) ?? '')?.y
  const chosen = selected === null ? undefined : topOf(selected)
  const decisions = sources.plan === null ? null : decisionsByNode(sources.plan)
  return (
    <>
      {[...graph.itemOf.keys()].map((node) => {
        const top = topOf(node)
        const figure = tintFigure(by, node, sources)
        if (top === undefined || figure === null) return null
        const algorithm = decisions?.get(node)?.algorithm
        return (
          <rect
            key={node}
            x={INSET}
            y={INSET + top * scale}
            width={Math.max(2, (Math.abs(figure) / largest) * (WIDTH - 2 * INSET))}
            height={Math.max(1.5, 40 * scale)}
            fill={
              signed
                ? `var(--${figure > 0 ? 'grow' : 'shrink'})`
                : algorithm === undefined
                  ? 'var(--line-strong)'
                  : algorithmColour(algorithm)
            }
          />
        )
      })}
      {matches?.nodes.map((node) => {
        const top = topOf(node)
        return top === undefined ? null : (
          <rect
            key={node}
            className="graph-overview-mark"
            x={WIDTH - 5}
            y={INSET + top * scale}
            width={3}
            height={Math.max(1.5, 40 * scale)}
          />
        )
      })}
      {chosen === undefined ? null : (
        <path className="graph-overview-mark" d={`M${WIDTH},${INSET + chosen * scale}l-6,-4v8z`} />
      )}
    </>
  )
})
