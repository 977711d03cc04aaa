// SPDX-License-Identifier: Apache-2.0
import { durationsOnAxis } from '#messages/figures'
import { t } from '../../i18n'
import type { View } from '../../lib/timeline/view-rows'
import { type Axis, layerTicks, type NodeAt, type Plot, timeTicks, toPixel } from './geometry'

interface ViewAxisProps {
  readonly view: View
  readonly plot: Plot
  readonly axis: Axis
  /** Of an axis of layers. */
  readonly nodeAt: NodeAt
}

const TICK_LENGTH = 6
/** A label whose tick is nearer to the right edge ends there. */
const EDGE = 24
/** With less room than that left of it, a label does not stand beside one that ends at the edge. */
const CROWDED = 104

/** Marks and labels under the plot, which move with the view. */
export function ViewAxis({ view, plot, axis, nodeAt }: ViewAxisProps) {
  const bottom = plot.top + plot.height
  const right = plot.left + plot.width
  const isAtEdge = (x: number) => x > right - EDGE
  const times = axis === 'time' ? timeTicks(view) : []
  const said = durationsOnAxis(times)
  const places =
    axis === 'time'
      ? times.map((at, index) => ({ at, text: said[index] ?? '' }))
      : layerTicks(view, nodeAt).map(({ at, layer }) => ({
          at,
          text: layer === null ? '' : t('timeline:layer', { position: layer }),
        }))
  const ticks = places.map(({ at, text }, index, all) => {
    const x = toPixel(plot, view, at)
    const next = all[index + 1]
    // The last label ends at the edge, where it would run into the one before.
    const crowded = next !== undefined && isAtEdge(toPixel(plot, view, next.at)) && right - x < CROWDED
    return { at, text, x, crowded }
  })
  return (
    <g pointerEvents="none">
      {ticks.map(({ at, text, x, crowded }) => {
        return (
          <g key={at}>
            <line x1={x} x2={x} y1={bottom} y2={bottom + TICK_LENGTH} stroke="var(--line-strong)" />
            {crowded ? null : (
              <text
                className="recharts-cartesian-axis-tick-value"
                x={x}
                y={bottom + TICK_LENGTH + 12}
                textAnchor={isAtEdge(x) ? 'end' : 'middle'}
              >
                {text}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}
