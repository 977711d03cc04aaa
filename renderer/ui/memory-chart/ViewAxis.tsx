// SPDX-License-Identifier: Apache-2.0
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import type { View } from '../../lib/timeline/view-rows'
import { type Axis, layerTicks, type Plot, timeTicks, toPixel } from './geometry'

interface ViewAxisProps {
  readonly view: View
  readonly plot: Plot
  readonly axis: Axis
}

const TICK_LENGTH = 6
/** A label whose tick is nearer to the right edge ends there. */
const EDGE = 24
/** With less room than that left of it, a label does not stand beside one that ends at the edge. */
const CROWDED = 104

/** Marks and labels under the plot, which move with the view. */
export function ViewAxis({ view, plot, axis }: ViewAxisProps) {
  const bottom = plot.top + plot.height
  const right = plot.left + plot.width
  const isAtEdge = (x: number) => x > right - EDGE
  const ticks = (axis === 'time' ? timeTicks(view) : layerTicks(view)).map((tick, index, all) => {
    const x = toPixel(plot, view, tick)
    const next = all[index + 1]
    // The last label ends at the edge, where it would run into the one before.
    const crowded = next !== undefined && isAtEdge(toPixel(plot, view, next)) && right - x < CROWDED
    return { tick, x, crowded }
  })
  return (
    <g pointerEvents="none">
      {ticks.map(({ tick, x, crowded }) => {
        return (
          <g key={tick}>
            <line x1={x} x2={x} y1={bottom} y2={bottom + TICK_LENGTH} stroke="var(--line-strong)" />
            {crowded ? null : (
              <text
                className="recharts-cartesian-axis-tick-value"
                x={x}
                y={bottom + TICK_LENGTH + 12}
                textAnchor={isAtEdge(x) ? 'end' : 'middle'}
              >
                {axis === 'time' ? duration(tick) : t('timeline:layer', { position: Math.floor(tick) + 1 })}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}
