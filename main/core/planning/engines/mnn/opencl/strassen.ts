// SPDX-License-Identifier: Apache-2.0
import type { Piece } from './executor'
import type { BufferPieces } from './pieces'

const MOST_LEVELS = 3
/** Operations that one byte of traffic costs, as the engine has it. */
const PENALTY = 30

/**
 * What a product of `rows` × `depth` and `depth` × `columns` takes beside its operands: at every level one sum of
 * quarters of each side, held while the levels below run; all quarters are alike.
 * 2.9.5|3.6.1: StrassenMatmulOpenCLComputor.cpp, _generateMatMul.
 */
export function strassenPieces(
  rows: number,
  depth: number,
  columns: number,
  elementBytes: number,
  make: BufferPieces,
  level = 0,
): Piece[] {
  if (level >= MOST_LEVELS || !isWorthSplitting(rows, depth, columns, elementBytes)) return []
  const [halfRows, halfDepth, halfColumns] = [rows / 2, depth / 2, columns / 2]
  return [
    make.of('part.strassenSums', 'dynamic', [halfColumns * halfDepth]),
    make.of('part.strassenSums', 'dynamic', [Math.max(halfDepth, halfColumns) * halfRows]),
    ...strassenPieces(halfRows, halfDepth, halfColumns, elementBytes, make, level + 1),
  ]
}

function isWorthSplitting(rows: number, depth: number, columns: number, elementBytes: number): boolean {
  if (rows % 32 !== 0 || depth % 4 !== 0 || columns % 32 !== 0) return false
  if (Math.min(rows, depth, columns) < 512 || rows * depth * columns < 4 * 2 ** 30) return false
  const [halfRows, halfDepth, halfColumns] = [rows / 2, Math.floor(depth / 2), columns / 2]
  const traffic =
    (halfRows * halfDepth * 12 + halfDepth * halfColumns * 12 + halfRows * halfColumns * (8 + 3 * 2)) * elementBytes
  if (halfRows * halfDepth * halfColumns * 2 - traffic * PENALTY <= 0) return false
  // The columns’ tiles are held against those of the rows: so the source has it.
  const tiles = tileOf(halfRows)
  return tileOf(rows) === tiles && tileOf(columns) === tiles && halfDepth % 4 === 0
}

/** The largest tile of the product that divides a length. */
function tileOf(length: number): number {
  return [128, 64, 32, 16].find((tile) => length % tile === 0) ?? 1
}
