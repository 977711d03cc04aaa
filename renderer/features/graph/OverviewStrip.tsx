import { useReactFlow, useStore, useViewport } from '@xyflow/react'
import type { PointerEvent } from 'react'
import type { GraphLayout } from '../../lib/graph-shapes'
import { graphItemId, type ModelGraph } from '../../lib/model-graph'
import { largestFigures } from '../../lib/model-lookups'
import { algorithmColour } from '../../lib/palette'
import { useApp } from '../../store'

const WIDTH = 56
const INSET = 5

interface OverviewStripProps {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

/**
 * The whole graph from top to bottom beside the canvas. Networks are far taller than wide, so the
 * width shows something better than positions: each convolution's packed weights.
 */
export function OverviewStrip({ layout }: OverviewStripProps) {
  const flow = useReactFlow()
  const height = useStore((state) => state.height)
  const width = useStore((state) => state.width)
  const { y, zoom } = useViewport()
  const plan = useApp((state) => state.plan)
  const selected = useApp((state) => state.selected)
  if (height === 0) return null
  const scale = (height - 2 * INSET) / Math.max(1, layout.height)
  const largest = plan === null ? 1 : largestFigures(plan).packed
  const windowTop = INSET + Math.max(0, -y / zoom) * scale
  const windowBottom = INSET + Math.min(layout.height, (height - y) / zoom) * scale
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return
    const target = (event.nativeEvent.offsetY - INSET) / scale
    const { x } = flow.getViewport()
    void flow.setCenter((width / 2 - x) / zoom, target, { zoom })
  }
  const chosen = selected === null ? undefined : layout.positions.get(graphItemId(selected))
  return (
    <svg
      className="graph-overview"
      data-testid="minimap"
      width={WIDTH}
      height={height}
      role="img"
      aria-label="Overview of the graph: bars are packed weights"
      onPointerDown={go}
      onPointerMove={go}
    >
      <title>Packed weights from the first layer to the last; drag to move</title>
      {plan?.decisions.map(({ node, algorithm, packedWeightBytes }) => {
        const position = layout.positions.get(graphItemId(node))
        if (position === undefined) return null
        const length = Math.max(2, (packedWeightBytes / largest) * (WIDTH - 2 * INSET))
        return (
          <rect
            key={node}
            x={INSET}
            y={INSET + position.y * scale}
            width={length}
            height={Math.max(1.5, 40 * scale)}
            fill={algorithmColour(algorithm)}
          />
        )
      })}
      {chosen === undefined ? null : (
        <path className="graph-overview-mark" d={`M${WIDTH},${INSET + chosen.y * scale}l-6,-4v8z`} />
      )}
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
