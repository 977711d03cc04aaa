// SPDX-License-Identifier: Apache-2.0
import { memo, useMemo, useState } from 'react'
import { t } from '../../i18n'
import { decisionsByNode } from '../../lib/layers/lookups'
import { algorithmColour } from '../../lib/palette'
import type { View } from '../../lib/timeline/view-rows'
import { actions, useApp } from '../../store'
import { type Plot, toPixel } from '../../ui/memory-chart/geometry'
import type { ChartSource } from './chart-source'
import type { LaneSegment } from './lane'

interface LayerLaneProps {
  readonly source: ChartSource
  readonly view: View
  readonly plot: Plot
}

const HEIGHT = 16
/** Width per character of a name, in pixels; a name that does not fit is left out. */
const CHARACTER = 6.2
/** From this width on a layer is set apart from the next, in pixels. */
const SET_APART = 3

/**
 * Which layer is at work, under the chart, in the colour of its algorithm. One path a colour: the
 * lane changes with every frame of a zoom, and hundreds of elements would be made anew each time.
 */
export const LayerLane = memo(function LayerLane({ source, view, plot }: LayerLaneProps) {
  const plan = useApp((state) => state.plan)
  const nodes = useApp((state) => state.model?.nodes)
  const selected = useApp((state) => state.selected)
  const [under, setUnder] = useState<LaneSegment | null>(null)
  const segments = useMemo(() => source.lane(view, plot.width), [source, view, plot])
  const box = ({ from, to }: LaneSegment) => {
    const x = toPixel(plot, view, from)
    return { x, width: Math.max(1, toPixel(plot, view, to) - x) }
  }
  const decisions = plan === null ? null : decisionsByNode(plan)
  const paths = new Map<string, string>()
  for (const segment of segments) {
    const decision = decisions?.get(segment.node)
    const fill = decision === undefined ? 'var(--line-strong)' : algorithmColour(decision.algorithm)
    const { x, width } = box(segment)
    const right = x + (width < SET_APART ? width : width - 0.5)
    paths.set(fill, `${paths.get(fill) ?? ''}M${x.toFixed(1)} 0H${right.toFixed(1)}V${HEIGHT}H${x.toFixed(1)}Z`)
  }
  const nameOf = ({ node }: LaneSegment) => nodes?.[node]?.name ?? ''
  const at = (event: { readonly clientX: number; readonly currentTarget: Element }): LaneSegment | null => {
    const pixel = event.clientX - event.currentTarget.getBoundingClientRect().left
    return segments.find((segment) => pixel >= box(segment).x && pixel < box(segment).x + box(segment).width) ?? null
  }
  const title =
    under === null
      ? t('timeline:laneLabel')
      : under.layers === 1
        ? nameOf(under)
        : t('timeline:severalLayers', { name: nameOf(under), count: under.layers - 1 })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the layers table reaches every layer by key
    <svg
      className="timeline-lane"
      height={HEIGHT}
      data-testid="timeline-lane"
      onPointerMove={(event) => setUnder(at(event))}
      onClick={(event) => {
        const segment = at(event)
        if (segment !== null) actions.reveal(segment.node)
      }}
    >
      <title>{title}</title>
      {[...paths].map(([fill, path]) => (
        <path key={fill} d={path} fill={fill} />
      ))}
      {segments.map((segment, index) => {
        const { x, width } = box(segment)
        const name = nameOf(segment)
        const named = width > name.length * CHARACTER + 8
        const marked = segment.node === selected
        if (!named && !marked) return null
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: segments have no identity beyond their place
          <g key={index}>
            {marked ? <rect className="timeline-lane-marked" x={x} y={1} width={width} height={HEIGHT - 2} /> : null}
            {named ? (
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
