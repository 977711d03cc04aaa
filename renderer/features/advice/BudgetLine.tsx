// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { usePlotArea } from 'recharts'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'

interface BudgetLineProps {
  readonly bytes: number
  /** Ends of the axis. */
  readonly low: number
  readonly high: number
  readonly onChange: (bytes: number) => void
}

/** A press of an arrow key, and of a page key, as shares of the axis. */
const STEP = 0.005
const PAGE = 0.1
/** Half of the height that can be caught. */
const CATCH = 7

/** The budget as a line across the chart, dragged with the pointer or moved with the keyboard. */
export function BudgetLine({ bytes, low, high, onChange }: BudgetLineProps) {
  const plot = usePlotArea()
  const [dragging, setDragging] = useState(false)
  if (plot === undefined) return null
  const within = Math.min(high, Math.max(low, bytes))
  const y = plot.y + plot.height * (1 - (within - low) / (high - low))
  const drag = (event: PointerEvent<SVGGElement>) => {
    const frame = event.currentTarget.ownerSVGElement?.getBoundingClientRect()
    if (frame === undefined) return
    const share = 1 - (event.clientY - frame.top - plot.y) / plot.height
    onChange(low + Math.min(1, Math.max(0, share)) * (high - low))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = { ArrowUp: STEP, ArrowDown: -STEP, PageUp: PAGE, PageDown: -PAGE }
    const share = steps[event.key as keyof typeof steps]
    if (share === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    onChange(Math.min(high, Math.max(low, within + share * (high - low))))
    event.preventDefault()
    event.stopPropagation()
  }
  const right = plot.x + plot.width
  return (
    <g
      className="advice-limit"
      role="slider"
      tabIndex={0}
      aria-label={t('advice:trade.budget')}
      aria-orientation="vertical"
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={Math.round(within)}
      aria-valuetext={formatBytes(bytes)}
      data-testid="budget-line"
      data-bytes={bytes}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragging(true)
      }}
      onPointerMove={(event) => dragging && drag(event)}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
    >
      <rect x={plot.x} y={y - CATCH} width={plot.width} height={2 * CATCH} fill="transparent" />
      <line x1={plot.x} x2={right} y1={y} y2={y} stroke="var(--grow)" strokeWidth={1.5} strokeDasharray="6 4" />
      <rect
        className="advice-limit-grip"
        x={right - 4}
        y={y - 8}
        width={8}
        height={16}
        rx={3}
        fill="var(--grow)"
        stroke="var(--surface)"
      />
      {/* Fast ones, which the line joins, are on the left; on a mark the words stay readable. */}
      <text
        x={right - 10}
        y={y - 5}
        textAnchor="end"
        fill="var(--grow)"
        stroke="var(--surface)"
        strokeWidth={3}
        paintOrder="stroke"
        fontSize={11}
        fontWeight={600}
      >
        {t('advice:trade.within', { budget: formatBytes(bytes) })}
      </text>
    </g>
  )
}
