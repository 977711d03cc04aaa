// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, useId } from 'react'
import { useXAxisScale, useYAxisScale } from 'recharts'
import { t } from '../../i18n'
import { TradeMark } from './TradeMark'
import type { TradePoint } from './trade-points'
import { useTradeWords } from './trade-words'

interface TradeLayerProps {
  readonly points: readonly TradePoint[]
  readonly line: readonly TradePoint[]
  readonly budgetBytes: number
  readonly active: string | null
  readonly onActive: (id: string | null) => void
  readonly onApply: (point: TradePoint) => void
}

/** The line and the points: one stop for Tab, in which arrow keys go from point to point, from fast to slow. */
export function TradeLayer({ points, line, budgetBytes, active, onActive, onApply }: TradeLayerProps) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const key = useId()
  const { sentence } = useTradeWords()
  if (x === undefined || y === undefined) return null
  const placed = points.map((point) => ({ point, x: Number(x(point.time)), y: Number(y(point.bytes)) }))
  const places = new Map(placed.map((each) => [each.point.id, each]))
  const steps = line.flatMap(({ id }) => places.get(id) ?? [])
  const ordered = [...placed].sort((a, b) => a.point.time - b.point.time || b.point.bytes - a.point.bytes)
  /** The line lies over what is beside it, and runs over all. */
  const depth = (point: TradePoint) => (point.inferenceNs === null ? line.indexOf(point) : line.length)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const at = ordered.findIndex(({ point }) => point.id === active)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ordered.length - 1 }[event.key]
    const current = ordered[at]
    if (to !== undefined) onActive(ordered[Math.min(ordered.length - 1, Math.max(0, to))]?.point.id ?? null)
    else if (event.key === 'Enter' && current !== undefined) onApply(current.point)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <g
      className="advice-points"
      role="listbox"
      tabIndex={0}
      aria-label={`${t('advice:trade.points')}. ${t('advice:trade.keys')}`}
      aria-activedescendant={active === null ? undefined : `${key}${active}`}
      onKeyDown={onKeyDown}
      onBlur={() => onActive(null)}
    >
      {steps.length < 2 ? null : (
        <path
          data-testid="pareto-line"
          d={steps.map((each, index) => (index === 0 ? `M${each.x} ${each.y}` : `H${each.x}V${each.y}`)).join('')}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
          pointerEvents="none"
        />
      )}
      {[...ordered]
        .sort((a, b) => depth(a.point) - depth(b.point))
        .map(({ point, x: left, y: top }) => {
          const step = line.indexOf(point)
          return (
            <g
              key={point.id}
              id={`${key}${point.id}`}
              role="option"
              aria-selected={point.id === active}
              aria-label={sentence(point)}
              className="advice-point"
              data-testid="trade-point"
              data-mark={point.inferenceNs === null ? 'modelled' : 'measured'}
              data-bytes={point.bytes}
              data-time={point.time}
              data-beyond={point.bytes > budgetBytes}
              data-active={point.id === active}
              transform={`translate(${left} ${top})`}
              opacity={point.bytes > budgetBytes ? 0.28 : 1}
              onPointerEnter={() => onActive(point.id)}
              onPointerLeave={() => onActive(null)}
              onClick={() => onApply(point)}
            >
              <TradeMark point={point} step={step < 0 ? null : step + 1} />
            </g>
          )
        })}
    </g>
  )
}
