import type { ReactNode } from 'react'
import type { Category } from '#contract/plan'
import { byteTicks, formatAxisBytes, formatBytes } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'

// What the measured and the modelled chart draw alike, as properties of recharts' elements.

export const MARGIN = { top: 18, right: 18, bottom: 0, left: 8 }

/** A vertical axis from 0 to at least `top` bytes. */
export function byteAxis(top: number) {
  const ticks = byteTicks(0, top, 5)
  return {
    width: 66,
    ticks,
    domain: [0, ticks.at(-1) ?? top],
    tickFormatter: formatAxisBytes,
    stroke: 'var(--line-strong)',
  }
}

export function categoryArea(category: Category) {
  return {
    fill: categoryColour(category),
    fillOpacity: 0.9,
    stroke: 'none',
    isAnimationActive: false,
    activeDot: false,
  } as const
}

/** The marker of a peak; its label goes to where there is room. */
export function peakDot(x: number, y: number, name: string, side: 'left' | 'right') {
  return {
    x,
    y,
    r: 4,
    fill: 'var(--grow)',
    stroke: 'var(--surface)',
    label: { value: `${name} ${formatBytes(y)}`, position: side, fill: 'var(--text)', fontSize: 11 },
  } as const
}

interface MemoryTooltipProps {
  readonly kind: 'measured' | 'modelled'
  readonly title: string
  readonly at: ReactNode
  /** From top to bottom; what is 0 is left out. */
  readonly parts: readonly (readonly [Category, number])[]
  /** Rows below the parts. */
  readonly children: ReactNode
}

/** Bytes by category under the pointer. */
export function MemoryTooltip({ kind, title, at, parts, children }: MemoryTooltipProps) {
  return (
    <div className="ui-tooltip">
      <TooltipRow label={title}>{at}</TooltipRow>
      <div>
        <Origin kind={kind} />
      </div>
      {parts
        .filter(([, bytes]) => bytes > 0)
        .map(([category, bytes]) => (
          <TooltipRow key={category} colour={categoryColour(category)} label={CATEGORY_LABELS[category]}>
            {formatBytes(bytes)}
          </TooltipRow>
        ))}
      {children}
    </div>
  )
}
