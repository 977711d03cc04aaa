// SPDX-License-Identifier: Apache-2.0
const MINUS = '−'

/** A weight: four significant digits, with a power of ten where it would be long without one. */
export function formatValue(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  const digits = size >= 1e-3 && size < 1e6 ? String(Number(size.toPrecision(4))) : size.toExponential(2)
  return `${value < 0 ? MINUS : ''}${digits.replace('e-', `e${MINUS}`).replace('e+', 'e')}`
}
