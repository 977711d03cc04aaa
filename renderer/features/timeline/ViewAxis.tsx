import { t } from '../../i18n'
import { formatDuration } from '../../lib/durations'
import type { View } from '../../lib/view-rows'
import { type Plot, toPixel } from './chart-geometry'
import type { ChartSource } from './chart-source'

interface ViewAxisProps {
  readonly view: View
  readonly plot: Plot
  readonly axis: ChartSource['axis']
}

/** Ticks at most. */
const TICKS = 8
const TICK_LENGTH = 6
/** A label whose middle is nearer to the right edge ends at its tick. */
const EDGE = 24

/** Ticks under the plot. By hand: the chart library takes longer to make an axis than a frame of a zoom lasts. */
export function ViewAxis({ view, plot, axis }: ViewAxisProps) {
  const bottom = plot.top + plot.height
  const right = plot.left + plot.width
  const ticks = axis === 'time' ? timeTicks(view) : layerTicks(view)
  return (
    <g pointerEvents="none">
      {ticks.map((tick) => {
        const x = toPixel(plot, view, tick)
        return (
          <g key={tick}>
            <line x1={x} x2={x} y1={bottom} y2={bottom + TICK_LENGTH} stroke="var(--line-strong)" />
            <text
              className="recharts-cartesian-axis-tick-value"
              x={x}
              y={bottom + TICK_LENGTH + 12}
              textAnchor={x > right - EDGE ? 'end' : 'middle'}
            >
              {axis === 'time' ? formatDuration(tick) : t('timeline:layer', { position: Math.floor(tick) + 1 })}
            </text>
          </g>
        )
      })}
    </g>
  )
}

/** Round times: steps of 1, 2 or 5 times a power of ten nanoseconds. */
function timeTicks({ from, to }: View): number[] {
  const raw = (to - from) / TICKS
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power
  const ticks: number[] = []
  for (let tick = Math.ceil(from / step); tick * step <= to; tick++) ticks.push(tick * step)
  return ticks
}

/** Middles of layers' bands. */
function layerTicks({ from, to }: View): number[] {
  const step = Math.max(1, Math.ceil((to - from) / TICKS))
  const ticks: number[] = []
  for (let position = Math.ceil(from); position + 0.5 <= to; position += step) ticks.push(position + 0.5)
  return ticks
}
