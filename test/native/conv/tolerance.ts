// SPDX-License-Identifier: Apache-2.0
import type { WeightStorage } from '#core/planning/native/weight-storage'
import { multiplierOf, type NativeChoice, type NativeConvProblem } from './addon'
import type { Reference } from './reference'

/** Unit roundoff of float32. */
const ROUNDOFF = 2 ** -24

/** By how much a product may differ from that of its factors, as these are kept, relative to it. */
const STORAGE_ROUNDOFF: Readonly<Record<WeightStorage, number>> = {
  float32: 0,
  float16: 2 ** -11,
  // Both factors are rounded, each by half of that, and by less than a thousandth together.
  bfloat16: 1.001 * 2 ** -8,
}

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
  weights: WeightStorage = 'float32',
): (i: number) => number {
  const channels = problem.inChannels / problem.group
  const { algorithm, unit } = multiplierOf(choice)
  if (algorithm !== 'winograd' && unit === 0) {
    const products = channels * problem.kernelHeight * problem.kernelWidth
    const factor = LAMBDA * Math.sqrt(products + 1) * ROUNDOFF + STORAGE_ROUNDOFF[weights]
    return (i) => factor * (reference.magnitudes[i] ?? 0)
  }
  // An output of a tile depends in its errors on all inputs of the tile: the largest magnitude counts.
  const largest = reference.magnitudes.reduce((a, b) => Math.max(a, b), 0)
  // Weights that are transformed in float32, in two steps of three products: before, in double precision.
  const transformed = algorithm === 'streamed-winograd' ? Math.sqrt(6) : 0
  const perSum = LAMBDA * ((Math.sqrt(channels + 1) + transformed) * ROUNDOFF + STORAGE_ROUNDOFF[weights])
  const factor = perSum * growth(unit, problem.kernelHeight)
  return () => factor * largest
}

/**
 * By how much rounding errors grow from the direct sum to Winograd's F(m x m, k x k): in one
 * dimension the largest row of |A^T| (|G| |B^T|) against the k products of the definition, squared
 * for two. The rows of G and B^T enter by their 2-norms, as in Barabasz et al., ACM TOMS 46(4),
 * 2020, and errors of different elements add up like a random walk.
 */
function growth(unit: number, kernel: number): number {
  const alpha = unit + kernel - 1
  const points = [0, 1, -1, 2, -2, 0.5, -0.5].slice(0, alpha - 1)
  const elements = points.map((point, j) => {
    const others = points.filter((_, i) => i !== j)
    const distances = others.reduce((product, other) => product * Math.abs(point - other), 1)
    const powers = Array.from({ length: kernel }, (_, i) => point ** i)
    return (Math.hypot(...powers) / distances) * Math.hypot(...polynomial(others))
  })
  const rows = Array.from({ length: unit }, (_, row) => {
    const finite = points.map((point, j) => point ** row * (elements[j] ?? 0))
    return Math.hypot(...finite, row === unit - 1 ? Math.hypot(...polynomial(points)) : 0)
  })
  return Math.max(...rows) ** 2 / kernel
}

/** Coefficients of the polynomial with these roots. */
function polynomial(roots: readonly number[]): number[] {
  let coefficients = [1]
  for (const root of roots) {
    coefficients = [...coefficients, 0].map((c, i) => c - root * (coefficients[i - 1] ?? 0))
  }
  return coefficients
}
