import type { ConvProblem } from '../conv-problem'
import { f32 } from './arithmetic'
import type { MatrixCore } from './core'

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
export function winogradObstacle(p: ConvProblem, core: MatrixCore): string | null {
  const kernel = `${p.kernelHeight}×${p.kernelWidth}`
  if (p.kernelHeight !== p.kernelWidth) return `the kernel is ${kernel}, not square`
  if (p.kernelHeight === 1) return 'the kernel is 1×1'
  if (p.strideHeight !== 1 || p.strideWidth !== 1) return `the stride is ${p.strideHeight}×${p.strideWidth}, not 1`
  if (p.dilationHeight !== 1 || p.dilationWidth !== 1) {
    return `the dilation is ${p.dilationHeight}×${p.dilationWidth}, not 1`
  }
  if (candidateUnits(p.kernelHeight, core).length === 0) return `there is no transform for a ${kernel} kernel`
  return null
}
