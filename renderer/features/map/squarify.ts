// SPDX-License-Identifier: Apache-2.0
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Rectangles that fill `place` without a gap, the area of each in proportion to its size, as near to squares as rows of
 * them allow: Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000). `sizes` are above 0, the largest first.
 */
export function squarify(sizes: readonly number[], place: Rectangle): readonly Rectangle[] {
  const rectangles: Rectangle[] = []
  let left = place
  let remaining = sizes.reduce((sum, size) => sum + size, 0)
  let from = 0
  while (from < sizes.length) {
    const short = Math.min(left.width, left.height)
    const scale = remaining > 0 ? (left.width * left.height) / remaining : 0
    const to = endOfRow(sizes, from, short, scale)
    const row = sizes.slice(from, to)
    const bytes = row.reduce((sum, size) => sum + size, 0)
    const share = to === sizes.length ? 1 : bytes / remaining
    rectangles.push(...inRow(row, bytes, left, share))
    left = withoutRow(left, share)
    remaining -= bytes
    from = to
  }
  return rectangles
}

/** A row takes sizes for as long as that makes its worst rectangle no longer. */
function endOfRow(sizes: readonly number[], from: number, short: number, scale: number): number {
  const largest = (sizes[from] ?? 0) * scale
  let sum = largest
  let worst = worstRatio(largest, largest, sum, short)
  let to = from + 1
  for (; to < sizes.length; to++) {
    const next = (sizes[to] ?? 0) * scale
    const ratio = worstRatio(largest, next, sum + next, short)
    if (ratio > worst) break
    worst = ratio
    sum += next
  }
  return to
}

function worstRatio(largest: number, smallest: number, sum: number, short: number): number {
  return Math.max((short ** 2 * largest) / sum ** 2, sum ** 2 / (short ** 2 * smallest))
}

function inRow(row: readonly number[], bytes: number, { x, y, width, height }: Rectangle, share: number): Rectangle[] {
  let passed = 0
  return row.map((size) => {
    const at = passed / bytes
    passed += size
    const part = size / bytes
    return width >= height
      ? { x, y: y + at * height, width: width * share, height: height * part }
      : { x: x + at * width, y, width: width * part, height: height * share }
  })
}

function withoutRow({ x, y, width, height }: Rectangle, share: number): Rectangle {
  return width >= height
    ? { x: x + width * share, y, width: width * (1 - share), height }
    : { x, y: y + height * share, width, height: height * (1 - share) }
}
