// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import { f32 } from '../arithmetic'
import type { MatrixCore } from '../core'

const LARGEST_UNIT = 8

/** Units m of F(m, kernel) that a core's transforms cover, 2..edge−1, in increasing order. */
export function candidateUnits(kernel: number, core: MatrixCore): number[] {
  return core.tileEdges
    .map((edge) => ({ edge, unit: edge - kernel + 1 }))
    .filter(({ edge, unit }) => unit >= 2 && unit < edge)
    .map(({ unit }) => unit)
}

/** Upper bound of the unit: the root of `positions`, within 2..8. */
export function unitBound(positions: number): number {
  return Math.min(LARGEST_UNIT, Math.max(2, Math.floor(f32(Math.sqrt(f32(positions))))))
}

/** Why Winograd cannot be used at all, as the end of a sentence; null where it can. All versions. */
export function winogradObstacle(p: ConvProblem, core: MatrixCore): Message | null {
  const kernel = `${p.kernelHeight}×${p.kernelWidth}`
  if (p.kernelHeight !== p.kernelWidth) return { id: 'obstacle.kernelNotSquare', kernel }
  if (p.kernelHeight === 1) return { id: 'obstacle.kernelOne' }
  if (p.strideHeight !== 1 || p.strideWidth !== 1) {
    return { id: 'obstacle.stride', stride: `${p.strideHeight}×${p.strideWidth}` }
  }
  if (p.dilationHeight !== 1 || p.dilationWidth !== 1) {
    return { id: 'obstacle.dilation', dilation: `${p.dilationHeight}×${p.dilationWidth}` }
  }
  if (candidateUnits(p.kernelHeight, core).length === 0) return { id: 'obstacle.noTransform', kernel }
  return null
}
