import { multiplierOf, type NativeChoice, type NativeConvProblem } from './addon'
import type { Reference } from './reference'

/** Unit roundoff of float32. */
const ROUNDOFF = 2 ** -24

/**
 * Rounding errors of a sum of n products behave like a random walk: with near certainty they stay
 * below lambda * sqrt(n) * u * (sum of the absolute products) for a lambda of a few units (Higham
 * and Mary, SIAM J. Sci. Comput. 41(5), 2019).
 */
const LAMBDA = 4

/** How far output `i` may be from the reference: relative to what was added up to make it. */
export function toleranceOf(
  problem: NativeConvProblem,
  choice: NativeChoice,
  reference: Reference,
): (i: number) => number {
  const channels = problem.inChannels / problem.group
  const { algorithm, unit } = multiplierOf(choice)
  if (algorithm !== 'winograd') {
    const products = channels * problem.kernelHeight * problem.kernelWidth
    const factor = LAMBDA * Math.sqrt(products + 1) * ROUNDOFF
    return (i) => factor * (reference.magnitudes[i] ?? 0)
  }
  // An output of a tile depends in its errors on all inputs of the tile: the largest magnitude counts.
  const largest = reference.magnitudes.reduce((a, b) => Math.max(a, b), 0)
  const factor = LAMBDA * Math.sqrt(channels + 1) * ROUNDOFF * growth(unit, problem.kernelHeight)
  return () => factor * largest
}

/**
 * By how much Winograd's F(m x m, k x k) adds up more than the direct sum does: in one dimension
 * the largest row of |A^T| (|G| 1 * |B^T| 1) over the k products of the definition, squared for
 * two (the norms of Barabasz et al., ACM TOMS 46(4), 2020, Theorem 1, for values of equal size).
 */
export function growth(unit: number, kernel: number): number {
  const alpha = unit + kernel - 1
  const points = [0, 1, -1, 2, -2, 0.5, -0.5].slice(0, alpha - 1)
  const sums = points.map((point, j) => {
    const others = points.filter((_, i) => i !== j)
    const distances = others.reduce((product, other) => product * Math.abs(point - other), 1)
    const weightSum = powers(point, kernel).reduce((a, b) => a + b, 0) / distances
    return weightSum * coefficientSum(others)
  })
  const rows = Array.from({ length: unit }, (_, row) => {
    const finite = points.reduce((sum, point, j) => sum + Math.abs(point) ** row * (sums[j] ?? 0), 0)
    return finite + (row === unit - 1 ? coefficientSum(points) : 0)
  })
  return (Math.max(...rows) / kernel) ** 2
}

function powers(point: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.abs(point) ** i)
}

/** Sum of the absolute coefficients of the polynomial with these roots. */
function coefficientSum(roots: readonly number[]): number {
  let coefficients = [1]
  for (const root of roots) {
    coefficients = [...coefficients, 0].map((c, i) => c - root * (coefficients[i - 1] ?? 0))
  }
  return coefficients.reduce((sum, c) => sum + Math.abs(c), 0)
}
