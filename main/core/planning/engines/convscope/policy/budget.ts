// SPDX-License-Identifier: Apache-2.0
import type { KernelOption } from './kernel-options'

/**
 * The fastest choice whose packed weights fit a budget: a multiple-choice knapsack, by Lagrangian
 * relaxation (Everett, "Generalized Lagrange Multiplier Method", 1963). Every byte is given a price
 * in time, the lowest at which the layers' own best choices fit together; what is then left of the
 * budget goes to the choices that gain the most time a byte. `wanted` is taken where it fits.
 */
export function withinBudget(
  layers: readonly (readonly KernelOption[])[],
  wanted: readonly (KernelOption | null)[],
  budget: number,
): readonly (KernelOption | null)[] {
  if (packedBytes(wanted) <= budget) return wanted
  const at = (price: number) => layers.map((options) => cheapest(options, price))
  let [low, high] = [0, 1e-6]
  while (packedBytes(at(high)) > budget && high < 1e12) [low, high] = [high, 4 * high]
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2
    if (packedBytes(at(middle)) > budget) low = middle
    else high = middle
  }
  return spendRest(layers, at(high), budget)
}

function packedBytes(chosen: readonly (KernelOption | null)[]): number {
  return chosen.reduce((sum, option) => sum + (option?.packedWeightBytes ?? 0), 0)
}

function cheapest(options: readonly KernelOption[], price: number): KernelOption | null {
  const cost = ({ ns, packedWeightBytes }: KernelOption) => ns + price * packedWeightBytes
  return options.reduce<KernelOption | null>(
    (best, option) =>
      best === null ||
      cost(option) < cost(best) ||
      (cost(option) === cost(best) && option.packedWeightBytes < best.packedWeightBytes)
        ? option
        : best,
    null,
  )
}

function spendRest(
  layers: readonly (readonly KernelOption[])[],
  start: readonly (KernelOption | null)[],
  budget: number,
): readonly (KernelOption | null)[] {
  const chosen = [...start]
  let rest = budget - packedBytes(chosen)
  for (;;) {
    let best: { readonly layer: number; readonly option: KernelOption; readonly bytes: number } | null = null
    let bestGain = 0
    for (const [layer, options] of layers.entries()) {
      const current = chosen[layer] ?? null
      if (current === null) continue
      for (const option of options) {
        const bytes = option.packedWeightBytes - current.packedWeightBytes
        const gain = (current.ns - option.ns) / Math.max(bytes, 1)
        if (bytes <= rest && option.ns < current.ns && gain > bestGain) {
          best = { layer, option, bytes }
          bestGain = gain
        }
      }
    }
    if (best === null) return chosen
    chosen[best.layer] = best.option
    rest -= best.bytes
  }
}
