// SPDX-License-Identifier: Apache-2.0

/** A rectangle on screen, in pixels. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Between what is pointed at and the card. */
const GAP = 14
/** From the edges of the window, or of the graph. */
const EDGE = 10
/** What the ring leaves free around what it points at. */
const RING = 4
/** Of the ring from the edges of the window: its line is to be seen there too. */
const RING_EDGE = 3

/** The ring around a target, within the window. */
export function ringOf(target: Area, window: Size): Area {
  const left = Math.max(RING_EDGE, target.left - RING)
  const top = Math.max(RING_EDGE, target.top - RING)
  const right = Math.min(window.width - RING_EDGE, target.left + target.width + RING)
  const bottom = Math.min(window.height - RING_EDGE, target.top + target.height + RING)
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
}

/**
 * Where the card lies: over the graph, of which the steps tell least, as near to the target as it can be without
 * covering that. Where the graph is too small for it, below or above the target; without a target, or until that is there, in the middle.
 */
export function placeCard(
  target: Area | null,
  graph: Area | null,
  card: Size,
  window: Size,
): { readonly left: number; readonly top: number } {
  const fits = graph !== null && graph.width >= card.width + 2 * EDGE && graph.height >= card.height + 2 * EDGE
  if (target === null) {
    const { left, top, width, height } = fits ? graph : { left: 0, top: 0, ...window }
    return { left: left + (width - card.width) / 2, top: top + (height - card.height) / 2 }
  }
  const centre = target.left + target.width / 2 - card.width / 2
  if (fits) {
    const place = {
      left: within(centre, graph.left + EDGE, graph.left + graph.width - card.width - EDGE),
      top: within(target.top, graph.top + EDGE, graph.top + graph.height - card.height - EDGE),
    }
    if (!overlap({ ...place, ...card }, target)) return place
  }
  const bottom = target.top + target.height
  const below = bottom + GAP + card.height <= window.height
  const above = target.top - GAP - card.height >= 0
  const top = below ? bottom + GAP : above ? target.top - GAP - card.height : target.top + GAP
  return {
    left: within(centre, EDGE, window.width - card.width - EDGE),
    top: within(top, EDGE, window.height - card.height - EDGE),
  }
}

/** The least where there is no room between both. */
function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height
}
