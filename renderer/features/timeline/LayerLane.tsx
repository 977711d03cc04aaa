import { memo, useMemo } from 'react'
import { t } from '../../i18n'
import { decisionsByNode } from '../../lib/model-lookups'
import { algorithmColour } from '../../lib/palette'
import type { View } from '../../lib/view-rows'
import { actions, useApp } from '../../store'
import { type Plot, toPixel } from './chart-geometry'
import type { ChartSource } from './chart-source'

interface LayerLaneProps {
  readonly source: ChartSource
  readonly view: View
  readonly plot: Plot
}

const HEIGHT = 16
/** Width per character of a name, in pixels; a name that does not fit is left out. */
const CHARACTER = 6.2

/** Which layer is at work, under the chart, in the colour of its algorithm. */
export const LayerLane = memo(function LayerLane({ source, view, plot }: LayerLaneProps) {
  const plan = useApp((state) => state.plan)
  const nodes = useApp((state) => state.model?.nodes)
  const selected = useApp((state) => state.selected)
  const segments = useMemo(() => source.lane(view, plot.width), [source, view, plot])
  const decisions = plan === null ? null : decisionsByNode(plan)
  return (
    <svg className="timeline-lane" height={HEIGHT}>
      <title>{t('timeline:laneLabel')}</title>
      {segments.map(({ from, to, node, layers }) => {
        const x = toPixel(plot, view, from)
        const width = Math.max(1, toPixel(plot, view, to) - x)
        const name = nodes?.[node]?.name ?? ''
        const decision = decisions?.get(node)
        const fill = decision === undefined ? 'var(--line-strong)' : algorithmColour(decision.algorithm)
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the layers table reaches every layer by key
          <g key={from} data-node={node} data-selected={node === selected} onClick={() => actions.reveal(node)}>
            <title>{layers === 1 ? name : t('timeline:severalLayers', { name, count: layers - 1 })}</title>
            <rect
              x={x}
              y={0}
              width={width < 3 ? width : width - 0.5}
              height={HEIGHT}
              fill={fill}
              rx={width > 6 ? 2 : 0}
            />
            {width > name.length * CHARACTER + 8 ? (
              <text x={x + width / 2} y={HEIGHT - 4.5}>
                {name}
              </text>
            ) : null}
          </g>
        )
      })}
    </svg>
  )
})
