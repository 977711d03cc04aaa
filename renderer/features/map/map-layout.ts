// SPDX-License-Identifier: Apache-2.0
import type { MapBox, MapPart } from './memory-map'
import { type Rectangle, squarify } from './squarify'

/** Above each column: its name and size. */
export const HEAD_HEIGHT = 18

interface Placed extends Rectangle {
  readonly box: MapBox
}

export interface PlacedPart extends Rectangle {
  readonly part: MapPart
  /** In the box of a stage, whose name it need not repeat: a stage of one part has none. */
  readonly inStage: boolean
  /** At the upper edge of its stage, whose name stands there. */
  readonly headed: boolean
}

export interface MapLayout {
  readonly columns: readonly Placed[]
  readonly stages: readonly Placed[]
  readonly parts: readonly PlacedPart[]
}

/**
 * Columns side by side, as wide as they hold bytes and all of one height, so that every area of the map has one scale;
 * in each its boxes. A size of 0 places nothing.
 */
export function layOut(boxes: readonly MapBox[], width: number, height: number): MapLayout {
  const layout = { columns: [] as Placed[], stages: [] as Placed[], parts: [] as PlacedPart[] }
  const total = boxes.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total === 0 || width <= 0 || height <= HEAD_HEIGHT) return layout
  let x = 0
  for (const box of boxes) {
    const column = { x, y: HEAD_HEIGHT, width: (box.bytes / total) * width, height: height - HEAD_HEIGHT }
    layout.columns.push({ ...column, box })
    fill(layout, box, column, null)
    x += column.width
  }
  return layout
}

/** `edge`: where the stage begins that the box is in; null outside of stages. */
function fill(
  layout: { stages: Placed[]; parts: PlacedPart[] },
  box: MapBox,
  place: Rectangle,
  edge: number | null,
): void {
  if (box.children.length === 0) {
    layout.parts.push({ ...place, part: box.part, inStage: edge !== null, headed: place.y === edge })
    return
  }
  if (box.level === 'stage') layout.stages.push({ ...place, box })
  const places = squarify(
    box.children.map(({ bytes }) => bytes),
    place,
  )
  for (const [index, child] of box.children.entries()) {
    const inner = places[index]
    if (inner !== undefined) fill(layout, child, inner, box.level === 'stage' ? place.y : edge)
  }
}
