// SPDX-License-Identifier: Apache-2.0
import { useComputedColorScheme } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Arena } from '#contract/arena'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import { decisionsByNode } from '../../lib/layers/lookups'
import { aliveAt, stepOfNode } from '../../lib/timeline/playhead'
import type { View } from '../../lib/timeline/view-rows'
import { actions } from '../../store'
import { toPixel } from '../../ui/memory-chart/geometry'
import { useChartControl } from '../../ui/memory-chart/use-chart-control'
import { ArenaMarks } from './ArenaMarks'
import { ArenaTooltip } from './ArenaTooltip'
import { inksOf } from './arena-colours'
import { arenaLayout, placedUnder, spanAt } from './arena-layout'
import { placedName, placedTitle, poolName } from './arena-words'
import { drawArena, type Scene } from './draw-arena'
import { canvasPen } from './pen'
import { sharpContext } from './sharp-context'

interface ArenaChartProps {
  readonly arena: Arena
  readonly model: ModelView
  readonly plan: Plan
  readonly view: View
  readonly whole: View
  readonly onView: (view: View | null) => void
  readonly range: View | null
  readonly onRange: (range: View | null) => void
  /** Index in `placed`; null: nothing. */
  readonly selected: number | null
  readonly onSelect: (placed: number | null) => void
  /** What keeps free memory apart, as it is told beside. */
  readonly blockers: readonly number[]
  /** Gets what is drawn, for pictures of it. */
  readonly scene: RefObject<Scene | null>
}

/** Layers from left to right, addresses from bottom to top: every tensor and workspace from its first use to its last. */
export function ArenaChart(props: ArenaChartProps) {
  const { arena, model, plan, view, whole, onView, range, onRange, selected, onSelect, blockers, scene: drawn } = props
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>()
  const scheme = useComputedColorScheme()
  const layout = useMemo(() => arenaLayout(arena, width, height), [arena, width, height])
  const seek = (x: number) => actions.seek(arena.steps[Math.min(arena.steps.length - 1, Math.floor(x))]?.node ?? null)
  const control = useChartControl({
    axis: 'layers',
    whole,
    plot: layout.plot,
    view,
    onView,
    range,
    onRange,
    onSeek: seek,
  })
  const ref = useMergedRef(sizeRef, control.ref)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hovered, setHovered] = useState<number | null>(null)
  const pressed = useRef<{ readonly x: number; readonly y: number } | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another colour scheme has other inks
  useEffect(() => {
    const context = sharpContext(canvas.current, width, height)
    if (context === null) return
    drawn.current = {
      arena,
      layout,
      view,
      decisions: decisionsByNode(plan),
      inks: inksOf(document.documentElement),
      words: {
        placed: (index) => placedName(model, arena.placed[index] as Arena['placed'][number]),
        pool: (index) => poolName(arena.pools[index] as Arena['pools'][number]),
        layer: (position) => t('timeline:layer', { position }),
        inUse: t('arena:inUse'),
      },
    }
    drawArena(canvasPen(context), drawn.current)
  }, [arena, model, plan, layout, view, width, height, scheme, drawn])

  const under = (event: PointerEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return placedUnder(arena, layout, view, event.clientX - left, event.clientY - top)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const { playhead } = actions.shown()
      const at = playhead === null ? Math.floor((view.from + view.to) / 2) : stepOfNode(arena.steps, playhead)
      onSelect(neighbour(arena, at, selected, event.key === 'ArrowUp' ? 1 : -1))
    } else if (event.key === 'Enter' && selected !== null) reveal(arena, selected)
    else return control.handlers.onKeyDown(event)
    event.preventDefault()
    event.stopPropagation()
  }
  const shown = control.dragged ?? range
  return (
    <div
      ref={ref}
      className="memory-chart arena-chart"
      role="application"
      aria-label={t('arena:chart')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom, pan and select
      tabIndex={0}
      data-testid="arena-chart"
      data-from={view.from}
      data-to={view.to}
      data-placed={arena.placed.length}
      data-bytes={arena.bytes}
      data-selected={selected ?? undefined}
      data-grip={control.grip ?? undefined}
      {...control.handlers}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        pressed.current = { x: event.clientX, y: event.clientY }
        control.handlers.onPointerDown(event)
      }}
      onPointerMove={(event) => {
        setHovered(control.dragged === null ? under(event) : null)
        control.handlers.onPointerMove(event)
      }}
      onPointerUp={(event) => {
        const { x, y } = pressed.current ?? { x: 0, y: 0 }
        const isClick = Math.abs(event.clientX - x) < 4 && Math.abs(event.clientY - y) < 4
        control.handlers.onPointerUp(event)
        const isOnRuler = y - event.currentTarget.getBoundingClientRect().top < layout.plot.top
        if (isClick && !isOnRuler) {
          const found = under(event)
          onSelect(found)
          if (found !== null) reveal(arena, found)
        }
      }}
      onPointerLeave={() => {
        setHovered(null)
        control.handlers.onPointerLeave()
      }}
    >
      <canvas ref={canvas} />
      <ArenaMarks arena={arena} layout={layout} view={view} hovered={hovered} selected={selected} blockers={blockers} />
      <div className="memory-chart-pointer">
        {shown === null ? null : (
          <div
            className="memory-chart-range"
            style={{
              left: Math.max(layout.plot.left, toPixel(layout.plot, view, shown.from)),
              width: Math.max(0, toPixel(layout.plot, view, shown.to) - toPixel(layout.plot, view, shown.from)),
              top: layout.plot.top,
              height: layout.plot.height,
            }}
          />
        )}
        {hovered === null || control.pointer === null ? null : (
          <ArenaTooltip arena={arena} model={model} plan={plan} index={hovered} x={control.pointer} layout={layout} />
        )}
      </div>
      <span className="arena-spoken" aria-live="polite">
        {selected === null || arena.placed[selected] === undefined
          ? ''
          : placedTitle(model, arena.placed[selected] as Arena['placed'][number])}
      </span>
    </div>
  )
}

/** The layer that makes it, or the first that has to do with it. */
function reveal({ placed }: Arena, index: number): void {
  const { node = null, until = null } = placed[index] ?? {}
  const shown = node ?? until
  if (shown !== null) actions.reveal(shown)
}

/** What lies above or below at a step; from the lowest on where nothing is selected. */
function neighbour(arena: Arena, step: number, selected: number | null, by: 1 | -1): number | null {
  const place = (index: number) => {
    const { pool = 0 } = arena.placed[index] ?? {}
    const span = arena.placed[index] === undefined ? undefined : spanAt(arena.placed[index], step)
    return [pool, span?.offset ?? 0, span?.from ?? 0] as const
  }
  const inOrder = aliveAt(arena, step).sort((a, b) => {
    const [one, other] = [place(a), place(b)]
    return one[0] - other[0] || one[1] - other[1] || one[2] - other[2]
  })
  const at = selected === null ? -1 : inOrder.indexOf(selected)
  if (at < 0) return inOrder[by > 0 ? 0 : inOrder.length - 1] ?? null
  return inOrder[Math.max(0, Math.min(inOrder.length - 1, at + by))] ?? null
}
