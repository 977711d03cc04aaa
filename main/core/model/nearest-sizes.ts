// SPDX-License-Identifier: Apache-2.0
import type { InputSizes, InputView } from '#contract/model'

/** What networks halve images by, again and again: sizes that they take are multiples of one of these. */
const STEPS = [2, 4, 8, 16, 32, 64, 128]

/**
 * Sizes near those that a network does not take: the next smaller and the next larger whose lengths of images are
 * multiples of the least step that fits both ways, or one way; empty where none does. `fits` infers all shapes, and is asked
 * once for each: of sizes that nobody gave it gets those that the inputs have, so that it searches for none.
 */
export function nearestSizes(
  wanted: InputSizes,
  inputs: readonly InputView[],
  fits: (sizes: InputSizes) => boolean,
): readonly InputSizes[] {
  const asked = new Map<string, boolean>()
  const isFitting = (sizes: InputSizes): boolean => {
    const key = JSON.stringify(sizes)
    const known = asked.get(key) ?? fits(filled(sizes, inputs))
    asked.set(key, known)
    return known
  }
  let single: readonly InputSizes[] = []
  for (const step of STEPS) {
    const rounded = [Math.floor, Math.ceil].map((round) =>
      withLengths(wanted, inputs, (size) => Math.max(1, round(size / step)) * step),
    )
    const [below = wanted, above = wanted] = rounded
    const offers = same(below, above) ? [below] : [below, above]
    const fitting = offers.filter((sizes) => !same(sizes, wanted) && isFitting(sizes))
    if (fitting.length === offers.length && fitting.length > 0) return fitting
    if (single.length === 0) single = fitting
  }
  return single
}

function filled(sizes: InputSizes, inputs: readonly InputView[]): InputSizes {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, dims]) => {
      const now = inputs.find((input) => input.name === name)?.dims ?? []
      return [name, dims.map((dim, axis) => dim ?? now[axis] ?? null)]
    }),
  )
}

/** With other lengths of images; batch and channels stay. */
function withLengths(sizes: InputSizes, inputs: readonly InputView[], length: (size: number) => number): InputSizes {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, dims]) => {
      const roles = inputs.find((input) => input.name === name)?.roles ?? []
      const isLength = (axis: number) => /^(height|width|length)$/.test(roles[axis] ?? '')
      return [name, dims.map((dim, axis) => (dim !== null && isLength(axis) ? length(dim) : dim))]
    }),
  )
}

function same(a: InputSizes, b: InputSizes): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
