// SPDX-License-Identifier: Apache-2.0
import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from 'react'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { firstFitting, fittingText } from '../../lib/charts/fitting-text'
import { actions, useApp } from '../../store'
import { selectEmphasis, selectMatches } from '../../store/selectors'
import { MapParts } from './MapParts'
import { MapTooltip } from './MapTooltip'
import { HEAD_HEIGHT, layOut, type PlacedPart } from './map-layout'
import { nextTowards } from './map-path'
import { boxName } from './map-words'
import type { MapBox, MapPart } from './memory-map'
import { isDirection, neighbour } from './neighbour'

/** How much wider bold text is. */
const BOLD = 1.12

interface MapChartProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly boxes: readonly MapBox[]
  /** To the box that is shown alone; empty where all are shown. */
  readonly path: readonly MapBox[]
  readonly onFocus: (id: string | null) => void
}

/** The map: one stop for Tab, in which arrow keys go from part to part. */
export function MapChart({ model, plan, boxes, path, onFocus }: MapChartProps) {
  const { ref, width, height } = useElementSize()
  const key = useId()
  const [hovered, setHovered] = useState<string | null>(null)
  const [active, setActive] = useState<string | null>(null)
  const selected = useApp((state) => state.selected)
  const matches = useApp(selectMatches)
  const emphasis = useApp(selectEmphasis)
  const shown = path.at(-1) ?? null
  const layout = useMemo(() => layOut(shown === null ? boxes : [shown], width, height), [boxes, shown, width, height])
  const find = (id: string | null) => layout.parts.find(({ part }) => part.id === id)
  /** Where the cursor is before it was moved. */
  const first =
    (selected === null ? undefined : layout.parts.find(({ part }) => part.shows === selected)) ?? layout.parts[0]
  const pointed = find(hovered) ?? find(active)
  const enlarge = (part: MapPart) => onFocus(nextTowards(boxes, shown?.id ?? null, part.id))
  const go = (to: PlacedPart | undefined) => setActive(to?.part.id ?? null)
  const onKeyDown = (event: KeyboardEvent) => {
    // Plus is a shifted key on most keyboards; shifted arrows are the graph's.
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== '+')) return
    const from = find(active) ?? first
    if (from === undefined) return
    if (isDirection(event.key)) go(find(active) === undefined ? from : neighbour(layout.parts, from, event.key))
    else if (event.key === 'Home') go(layout.parts[0])
    else if (event.key === 'End') go(layout.parts.at(-1))
    else if (event.key === 'Enter') select(from.part)
    else if (event.key === '+' || event.key === '=') enlarge(from.part)
    else if (event.key === '-') onFocus(path.at(-2)?.id ?? null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const isFaded = ({ algorithm, shows }: MapPart) =>
    (emphasis !== null && algorithm !== emphasis) || (matches !== null && (shows === null || !matches.set.has(shows)))
  return (
    <div
      className="map-frame"
      ref={ref}
      role="listbox"
      aria-label={`${t('map:title')}. ${t('map:keys')}`}
      aria-activedescendant={find(active) === undefined ? undefined : `${key}${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={({ currentTarget }) => {
        // A press is about what it hits.
        if (currentTarget.matches(':focus-visible')) go(first)
      }}
      onBlur={() => setActive(null)}
    >
      <svg
        className="map-chart"
        data-testid="map-chart"
        width={width}
        height={height}
        role="presentation"
        onPointerMove={(event) => setHovered(partAt(event))}
        onPointerLeave={() => setHovered(null)}
      >
        <defs>
          <pattern id={`${key}hatch`} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width={2} height={6} fill="var(--text)" fillOpacity={0.2} />
          </pattern>
        </defs>
        <MapParts
          model={model}
          layout={layout}
          idPrefix={key}
          isFaded={isFaded}
          selected={selected}
          onSelect={(part) => {
            setActive(part.id)
            select(part)
          }}
          onEnlarge={enlarge}
        />
        {layout.columns.map(({ box, x, width: columnWidth }) => {
          const name = boxName(model, box)
          const room = (columnWidth - 12) / BOLD
          const label = firstFitting([`${name} ${formatBytes(box.bytes)}`], room) ?? fittingText(name, room)
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: plus and minus do the same in the listbox
            <g
              key={box.id}
              className="map-head"
              onClick={() => onFocus(box.id === shown?.id ? (path.at(-2)?.id ?? null) : box.id)}
            >
              <title>{t('map:enlarge', { name })}</title>
              <rect x={x} y={0} width={columnWidth} height={HEAD_HEIGHT - 2} />
              <text x={x + 4} y={HEAD_HEIGHT - 6}>
                {label}
              </text>
            </g>
          )
        })}
        {layout.parts.map((placed) =>
          placed.part.shows !== null && placed.part.shows === selected ? (
            <Outline key={placed.part.id} className="map-selected" placed={placed} />
          ) : null,
        )}
        {pointed === undefined ? null : <Outline className="map-pointed" placed={pointed} />}
      </svg>
      {pointed === undefined ? null : (
        <MapTooltip model={model} plan={plan} placed={pointed} width={width} height={height} />
      )}
    </div>
  )
}

function select({ shows }: MapPart): void {
  if (shows !== null) actions.reveal(shows)
}

function partAt({ target }: PointerEvent): string | null {
  return target instanceof Element ? (target.closest('[data-part]')?.getAttribute('data-part') ?? null) : null
}

function Outline({
  className,
  placed: { x, y, width, height },
}: {
  readonly className: string
  readonly placed: PlacedPart
}) {
  return (
    <rect className={className} x={x + 1} y={y + 1} width={Math.max(1, width - 2)} height={Math.max(1, height - 2)} />
  )
}
