// SPDX-License-Identifier: Apache-2.0
import type { Arena, Placed, Span } from '#contract/arena'
import type { View } from '../../lib/timeline/view-rows'
import { fromPixel, MARGIN, type Plot, toPixel, Y_AXIS_WIDTH } from '../../ui/memory-chart/geometry'

/** A pool on screen: bytes go up from its bottom, all pools to one scale. */
interface Band {
  readonly pool: number
  readonly top: number
  readonly bottom: number
}

export interface ArenaLayout {
  readonly width: number
  readonly height: number
  /** What moves with the view, from left to right. */
  readonly plot: Plot
  readonly bands: readonly Band[]
  readonly pixelsPerByte: number
  /** The track of what is in use. */
  readonly used: { readonly top: number; readonly bottom: number }
  readonly lane: { readonly top: number; readonly bottom: number }
}

const RULER = 20
const USED = 38
const LANE = 14
const GAP = 6
/** Between two pools there is room for the name of the lower one. */
const BETWEEN = 18
/** A pool that is small beside the others is still there. */
const THINNEST = 2

export function arenaLayout(arena: Arena, width: number, height: number): ArenaLayout {
  const left = MARGIN.left + Y_AXIS_WIDTH
  const laneBottom = height - 2
  const lane = { top: laneBottom - LANE, bottom: laneBottom }
  const used = { top: lane.top - GAP - USED, bottom: lane.top - GAP }
  const first = RULER + BETWEEN
  const all = arena.pools.reduce((sum, { bytes }) => sum + bytes, 0)
  const room = Math.max(1, used.top - GAP - first - BETWEEN * Math.max(0, arena.pools.length - 1))
  const pixelsPerByte = all === 0 ? 0 : room / all
  let bottom = first + room + BETWEEN * Math.max(0, arena.pools.length - 1)
  const bands = arena.pools.map(({ bytes }, pool): Band => {
    const band = { pool, top: bottom - Math.max(THINNEST, bytes * pixelsPerByte), bottom }
    bottom = band.top - BETWEEN
    return band
  })
  const plot = {
    left,
    top: RULER,
    width: Math.max(1, width - left - MARGIN.right),
    height: Math.max(1, height - RULER),
  }
  return { width, height, plot, bands, pixelsPerByte, used, lane }
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Of a stretch of a pool's bytes; null where it is out of the view. */
export function boxOf(layout: ArenaLayout, view: View, pool: number, span: Span, bytes: number): Box | null {
  if (span.to <= view.from || span.from >= view.to) return null
  const band = layout.bands[pool]
  if (band === undefined) return null
  const x = toPixel(layout.plot, view, Math.max(view.from, span.from))
  const right = toPixel(layout.plot, view, Math.min(view.to, span.to))
  const bottom = band.bottom - span.offset * layout.pixelsPerByte
  const height = bytes * layout.pixelsPerByte
  return { x, y: bottom - height, width: Math.max(1, right - x), height: Math.max(0.75, height) }
}

/** The allocation under a pixel: index in `placed`; null: nothing lies there. */
export function placedUnder(arena: Arena, layout: ArenaLayout, view: View, x: number, y: number): number | null {
  const { plot, bands, pixelsPerByte } = layout
  if (x < plot.left || x > plot.left + plot.width) return null
  const band = bands.find(({ top, bottom }) => y >= top - 1 && y <= bottom + 1)
  if (band === undefined || pixelsPerByte === 0) return null
  const step = fromPixel(plot, view, x)
  const offset = (band.bottom - y) / pixelsPerByte
  const slack = 1 / pixelsPerByte
  let nearest: number | null = null
  for (const [index, { pool, heldBytes, spans }] of arena.placed.entries()) {
    if (pool !== band.pool) continue
    for (const span of spans) {
      if (step < span.from || step >= span.to) continue
      if (offset >= span.offset && offset < span.offset + heldBytes) return index
      if (offset >= span.offset - slack && offset < span.offset + heldBytes + slack) nearest = index
    }
  }
  return nearest
}

/** Where something lies at a step, or where it begins if it does not live then. */
export function spanAt({ spans }: Placed, step: number): Span | undefined {
  return spans.find(({ from, to }) => from < step + 1 && to > step) ?? spans[0]
}
