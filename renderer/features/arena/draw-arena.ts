// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { Decision } from '#contract/plan'
import { byteTicks, formatAxisBytes, formatBytes } from '../../lib/bytes'
import { firstFitting, fittingText } from '../../lib/charts/fitting-text'
import { algorithmColour } from '../../lib/palette'
import type { View } from '../../lib/timeline/view-rows'
import { layerTicks, toPixel } from '../../ui/memory-chart/geometry'
import { type Inks, placedColour } from './arena-colours'
import { type ArenaLayout, boxOf } from './arena-layout'
import type { Pen } from './pen'

/** What a drawing of an arena shows. */
export interface Scene {
  readonly arena: Arena
  readonly layout: ArenaLayout
  readonly view: View
  readonly decisions: ReadonlyMap<number, Decision>
  readonly inks: Inks
  readonly words: {
    /** Of an allocation. */
    placed(index: number): string
    pool(index: number): string
    /** As tables count layers. */
    layer(position: number): string
    readonly inUse: string
  }
}

const TEXT = 11
/** From this size on a rectangle is set apart from its neighbours, and has room for words. */
const EDGE = 3
const LINE = 14
const INSET = 4

/** All but what the pointer and the playhead mark: drawn anew when view, size or data change. */
export function drawArena(pen: Pen, scene: Scene): void {
  drawPools(pen, scene)
  drawPlaced(pen, scene)
  drawUse(pen, scene)
  drawLane(pen, scene)
  drawRuler(pen, scene)
}

/** What a pool has from the system lies behind everything: where it shows, memory is taken and not in use. */
function drawPools(pen: Pen, { arena, layout, view, inks, words }: Scene): void {
  const { plot, bands, pixelsPerByte } = layout
  for (const { pool, top, bottom } of bands) {
    const { chunks, bytes } = arena.pools[pool] as Arena['pools'][number]
    for (const chunk of chunks) {
      for (const span of chunk.spans) {
        const box = boxOf(layout, view, pool, span, chunk.bytes)
        if (box === null) continue
        pen.rect(box.x, box.y, box.width, box.height, inks('var(--line)'), 0.75)
        if (chunks.length > 1) pen.line(box.x, box.y, box.x + box.width, box.y, inks('var(--line-strong)'))
      }
    }
    pen.line(plot.left, top, plot.left + plot.width, top, inks('var(--text-muted)'), true)
    pen.line(plot.left, bottom, plot.left + plot.width, bottom, inks('var(--line-strong)'))
    pen.text(plot.left + 2, top - 5, words.pool(pool), { colour: inks('var(--text-muted)'), size: TEXT, bold: true })
    const ticks = byteTicks(0, Math.max(1, bytes), Math.max(2, Math.min(6, Math.round((bottom - top) / 42))))
    for (const tick of ticks.filter((each) => each <= bytes && bottom - top > 2 * LINE)) {
      const y = bottom - tick * pixelsPerByte
      pen.line(plot.left - 4, y, plot.left, y, inks('var(--line-strong)'))
      pen.text(plot.left - 7, y + 4, formatAxisBytes(tick), {
        colour: inks('var(--text-muted)'),
        size: TEXT,
        anchor: 'end',
      })
    }
  }
}

function drawPlaced(pen: Pen, { arena, layout, view, decisions, inks, words }: Scene): void {
  for (const [index, each] of arena.placed.entries()) {
    const { fill, opacity } = placedColour(each, decisions)
    for (const span of each.spans) {
      const held = boxOf(layout, view, each.pool, span, each.heldBytes)
      const box = each.bytes === each.heldBytes ? held : boxOf(layout, view, each.pool, span, each.bytes)
      if (box === null || held === null) continue
      const inset = box.width > EDGE ? 0.5 : 0
      const edge = box.height > EDGE ? 0.5 : 0
      pen.rect(box.x, box.y, box.width, box.height, inks('var(--surface)'), 1)
      if (held.height > box.height + 1) pen.rect(held.x, held.y, held.width, held.height, inks(fill), opacity / 3)
      pen.rect(box.x + inset, box.y + edge, box.width - 2 * inset, box.height - 2 * edge, inks(fill), opacity)
      const room = box.width - 2 * INSET
      if (box.height < LINE || room < 3 * LINE) continue
      const name = words.placed(index)
      const label = firstFitting([`${name} ${formatBytes(each.bytes)}`], room) ?? fittingText(name, room)
      if (label === null) continue
      const y = box.y + Math.min(box.height / 2 + 4, LINE)
      pen.text(box.x + INSET, y, label, { colour: inks('var(--text)'), size: TEXT })
    }
  }
}

/** What is in use at each step, below what the pools have. */
function drawUse(pen: Pen, { arena, layout, view, inks, words }: Scene): void {
  const { plot, used } = layout
  const height = used.bottom - used.top
  const scale = height / Math.max(1, arena.bytes)
  const begin = Math.max(0, Math.floor(view.from))
  const end = Math.min(arena.steps.length, Math.ceil(view.to))
  for (let step = begin; step < end; step++) {
    const { tensorBytes, workspaceBytes, heldBytes } = arena.steps[step] as Arena['steps'][number]
    const x = toPixel(plot, view, Math.max(view.from, step))
    const width = toPixel(plot, view, Math.min(view.to, step + 1)) - x
    const bar = (bytes: number, from: number, ink: string, opacity: number) =>
      pen.rect(x, used.bottom - (from + bytes) * scale, width + 0.3, bytes * scale, inks(ink), opacity)
    bar(heldBytes, 0, 'var(--line)', 0.75)
    bar(tensorBytes, 0, 'var(--category-activations)', 0.8)
    bar(workspaceBytes, tensorBytes, 'var(--category-workspace)', 0.8)
  }
  pen.line(plot.left, used.bottom, plot.left + plot.width, used.bottom, inks('var(--line-strong)'))
  const look = { colour: inks('var(--text-muted)'), size: TEXT, anchor: 'end' } as const
  pen.text(plot.left - 7, used.top + 10, formatAxisBytes(arena.bytes), look)
  pen.text(plot.left - 7, used.bottom, words.inUse, look)
}

/** Which layer is at work, in the colour of its algorithm. */
function drawLane(pen: Pen, { arena, layout, view, decisions, inks }: Scene): void {
  const { plot, lane } = layout
  const begin = Math.max(0, Math.floor(view.from))
  const end = Math.min(arena.steps.length, Math.ceil(view.to))
  for (let step = begin; step < end; step++) {
    const x = toPixel(plot, view, Math.max(view.from, step))
    const width = toPixel(plot, view, Math.min(view.to, step + 1)) - x
    const decision = decisions.get(arena.steps[step]?.node ?? -1)
    const ink = decision === undefined ? 'var(--line-strong)' : algorithmColour(decision.algorithm)
    pen.rect(x, lane.top, Math.max(1, width - (width > EDGE ? 0.5 : 0)), lane.bottom - lane.top, inks(ink), 1)
  }
}

function drawRuler(pen: Pen, { arena, layout, view, inks, words }: Scene): void {
  const { plot } = layout
  pen.line(plot.left, plot.top, plot.left + plot.width, plot.top, inks('var(--line-strong)'))
  for (const { at, layer } of layerTicks(view, (position) => arena.steps[position]?.node)) {
    const x = toPixel(plot, view, at)
    pen.line(x, plot.top - 5, x, plot.top, inks('var(--line-strong)'))
    pen.text(x, plot.top - 8, layer === null ? '' : words.layer(layer), {
      colour: inks('var(--text-muted)'),
      size: TEXT,
      anchor: x > plot.left + plot.width - 30 ? 'end' : 'middle',
    })
  }
}
