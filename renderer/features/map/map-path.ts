// SPDX-License-Identifier: Apache-2.0
import type { MapBox } from './memory-map'

/** From the group down to the box of an id; empty where there is none (any more). */
export function pathTo(boxes: readonly MapBox[], id: string | null): readonly MapBox[] {
  if (id === null) return []
  for (const box of boxes) {
    if (box.id === id) return [box]
    const inner = pathTo(box.children, id)
    if (inner.length > 0) return [box, ...inner]
  }
  return []
}

/** The box to show alone so that a part is seen larger: one level further down the way to it. */
export function nextTowards(boxes: readonly MapBox[], shown: string | null, part: string): string | null {
  const way = pathTo(boxes, part).filter(({ children }) => children.length > 0)
  const at = way.findIndex(({ id }) => id === shown)
  return way[at + 1]?.id ?? shown
}
