// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef } from 'react'
import type { Arena } from '#contract/arena'
import { aliveAt, stepOfNode } from '../../lib/timeline/playhead'
import type { View } from '../../lib/timeline/view-rows'
import { useApp } from '../../store'
import { toPixel } from '../../ui/memory-chart/geometry'
import { Playhead } from '../../ui/memory-chart/Playhead'
import { inksOf } from './arena-colours'
import { type ArenaLayout, boxOf } from './arena-layout'
import { sharpContext } from './sharp-context'

interface ArenaMarksProps {
  readonly arena: Arena
  readonly layout: ArenaLayout
  readonly view: View
  readonly hovered: number | null
  readonly selected: number | null
  readonly blockers: readonly number[]
}

/** What pointer and playhead mark, over the drawing: moving them draws no more than this. */
export function ArenaMarks({ arena, layout, view, hovered, selected, blockers }: ArenaMarksProps) {
  const marks = useRef<HTMLCanvasElement>(null)
  const playhead = useApp((state) => state.playhead)
  const step = playhead === null ? -1 : stepOfNode(arena.steps, playhead)
  const alive = useMemo(() => (step < 0 ? [] : aliveAt(arena, step)), [arena, step])
  useEffect(() => {
    const context = sharpContext(marks.current, layout.width, layout.height)
    if (context === null) return
    const inks = inksOf(document.documentElement)
    const outline = (index: number, ink: string, thickness: number) => {
      const placed = arena.placed[index]
      if (placed === undefined) return
      context.strokeStyle = inks(ink)
      context.lineWidth = thickness
      for (const span of placed.spans) {
        const box = boxOf(layout, view, placed.pool, span, placed.heldBytes)
        if (box === null) continue
        const inset = thickness / 2
        context.strokeRect(
          box.x + inset,
          box.y + inset,
          Math.max(1, box.width - thickness),
          Math.max(1, box.height - thickness),
        )
      }
    }
    for (const index of alive) outline(index, 'var(--text-muted)', 1)
    for (const index of blockers) outline(index, 'var(--grow)', 2)
    if (hovered !== null) outline(hovered, 'var(--text)', 2)
    if (selected !== null) outline(selected, 'var(--accent)', 2.5)
  }, [arena, layout, view, alive, blockers, hovered, selected])
  return (
    <>
      <canvas ref={marks} />
      {step < 0 ? null : (
        <div className="memory-chart-pointer">
          <Playhead plot={layout.plot} pixel={toPixel(layout.plot, view, step + 0.5)} />
        </div>
      )}
    </>
  )
}
