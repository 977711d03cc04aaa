// SPDX-License-Identifier: Apache-2.0
import { Heap } from './heap'
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

/** What a layer can gain most by. */
interface Step {
  readonly layer: number
  readonly option: KernelOption
  readonly bytes: number
  readonly gain: number
}

/** The greatest gain first, of equal ones that of the first layer. */
const isBefore = (a: Step, b: Step) => a.gain > b.gain || (a.gain === b.gain && a.layer < b.layer)

function spendRest(
  layers: readonly (readonly KernelOption[])[],
  start: readonly (KernelOption | null)[],
  budget: number,
): readonly (KernelOption | null)[] {
  const chosen = [...start]
  let rest = budget - packedBytes(chosen)

  function bestStep(layer: number): Step | null {
    const current = chosen[layer] ?? null
    let best: Step | null = null
    if (current === null) return null
    for (const option of layers[layer] ?? []) {
      const bytes = option.packedWeightBytes - current.packedWeightBytes
      const gain = (current.ns - option.ns) / Math.max(bytes, 1)
      if (bytes <= rest && option.ns < current.ns && gain > (best?.gain ?? 0)) best = { layer, option, bytes, gain }
    }
    return best
  }
  const allSteps = () => new Heap(isBefore, layers.map((_, layer) => bestStep(layer)).filter(isThere))

  let steps = allSteps()
  for (let step = steps.take(); step !== null; step = steps.take()) {
    // What did not fit any more was found with more left: the best that does takes its place among the others.
    if (step.bytes <= rest) {
      chosen[step.layer] = step.option
      rest -= step.bytes
    }
    const next = bestStep(step.layer)
    // A step that frees bytes may make room for what did not fit before, in any layer.
    if (step.bytes < 0) steps = allSteps()
    else if (next !== null) steps.add(next)
  }
  return chosen
}

function isThere<T>(value: T | null): value is T {
  return value !== null
}
