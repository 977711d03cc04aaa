// SPDX-License-Identifier: Apache-2.0
import type { GraphLayout, LayoutNode, Point } from './shapes'

/** Width by height that columns come near to: a canvas beside panels is about as wide. */
const ASPECT = 2.2
const GUTTER = 56
/** How far beyond the ends of a column an edge turns into the next one. */
const TURN = 14

interface Column {
  readonly top: number
  readonly bottom: number
}

/** Breaks a layout that is far taller than wide into columns, as a newspaper does, so that it can be read as a whole. */
export function inColumns(layout: GraphLayout, nodes: readonly LayoutNode[]): GraphLayout {
  const wanted = Math.round(Math.sqrt((ASPECT * layout.height) / (layout.width + GUTTER)))
  const columns = wanted < 2 ? [] : breakAt(layout.height / wanted, bands(layout, nodes))
  if (columns.length < 2) return layout
  const columnOf = (y: number) =>
    Math.max(
      0,
      columns.findLastIndex(({ top }) => y >= top),
    )

  const lefts = columns.map(() => Number.POSITIVE_INFINITY)
  const rights = columns.map(() => 0)
  const cover = (column: number, left: number, right: number) => {
    lefts[column] = Math.min(lefts[column] ?? left, left)
    rights[column] = Math.max(rights[column] ?? right, right)
  }
  for (const { id, width } of nodes) {
    const { x, y } = layout.positions.get(id) ?? { x: 0, y: 0 }
    cover(columnOf(y), x, x + width)
  }
  for (const points of layout.routes.values()) for (const { x, y } of points) cover(columnOf(y), x, x)

  const shifts: number[] = []
  let width = 0
  for (const [at, left] of lefts.entries()) {
    shifts.push(width - left)
    width += (rights[at] ?? 0) - left + GUTTER
  }
  const moved = ({ x, y }: Point, column: number): Point => ({
    x: x + (shifts[column] ?? 0),
    y: y - (columns[column]?.top ?? 0) + TURN,
  })
  const rightOf = (column: number) => (rights[column] ?? 0) + (shifts[column] ?? 0) + GUTTER / 2
  const heightOf = (column: number) => (columns[column]?.bottom ?? 0) - (columns[column]?.top ?? 0) + 2 * TURN

  function route(points: readonly Point[]): readonly Point[] {
    const turned: Point[] = []
    let column = columnOf(points[0]?.y ?? 0)
    for (const point of points) {
      const next = columnOf(point.y)
      const to = moved(point, next)
      if (next > column) {
        const end = heightOf(column)
        const from = turned.at(-1)?.x ?? to.x
        turned.push(
          { x: from, y: end },
          { x: rightOf(column), y: end },
          { x: rightOf(column), y: 0 },
          { x: to.x, y: 0 },
        )
        column = next
      }
      turned.push(to)
    }
    return turned
  }

  return {
    positions: new Map([...layout.positions].map(([id, point]) => [id, moved(point, columnOf(point.y))])),
    routes: new Map([...layout.routes].map(([id, points]) => [id, route(points)])),
    width: width - GUTTER,
    height: columns.reduce((most, _, at) => Math.max(most, heightOf(at)), 0),
  }
}

/** Rows of boxes that no horizontal line parts, from the top. */
function bands(layout: GraphLayout, nodes: readonly LayoutNode[]): readonly Column[] {
  const spans = nodes
    .map(({ id, height }) => ({ top: layout.positions.get(id)?.y ?? 0, height }))
    .sort((a, b) => a.top - b.top)
  const found: { readonly top: number; bottom: number }[] = []
  for (const { top, height } of spans) {
    const last = found.at(-1)
    if (last !== undefined && top < last.bottom) last.bottom = Math.max(last.bottom, top + height)
    else found.push({ top, bottom: top + height })
  }
  return found
}

function breakAt(tallest: number, rows: readonly Column[]): readonly Column[] {
  const columns: { readonly top: number; bottom: number }[] = []
  for (const { top, bottom } of rows) {
    const last = columns.at(-1)
    if (last !== undefined && bottom - last.top <= tallest) last.bottom = bottom
    else columns.push({ top, bottom })
  }
  return columns
}
