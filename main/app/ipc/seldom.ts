// SPDX-License-Identifier: Apache-2.0

/**
 * Passes on what is told, but at most once in `ms`: every message to the page costs both processes work, and a count that
 * changes with every plan is not read. What is told last may be left out.
 */
export function seldom<Told extends readonly unknown[]>(
  ms: number,
  tell: (...told: Told) => void,
  now: () => number = () => performance.now(),
): (...told: Told) => void {
  let next = Number.NEGATIVE_INFINITY
  return (...told) => {
    const at = now()
    if (at < next) return
    next = at + ms
    tell(...told)
  }
}
