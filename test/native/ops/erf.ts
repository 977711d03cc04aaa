// SPDX-License-Identifier: Apache-2.0
/** The error function in double precision: its Taylor series near zero, Lentz's continued fraction of erfc beyond. */
export function erf(x: number): number {
  const magnitude = Math.abs(x)
  if (magnitude > 6) return Math.sign(x)
  return magnitude < 3 ? series(x) : Math.sign(x) * (1 - complement(magnitude))
}

function series(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

/** erfc(x) = exp(-x²) / √π · 1 / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + …)))). */
function complement(x: number): number {
  let fraction = x
  for (let n = 80; n >= 1; n--) fraction = x + n / 2 / fraction
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction
}
