// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import type { Choice } from '#contract/choice'
import type { WholeRivals } from '#core/planning/engine'
import type { KernelTimings, WholeTimes } from '#core/planning/native/kernel-catalog'
import { kernelKey } from '#core/planning/native/kernel-key'
import { sameChoice } from '#core/planning/selection/choice'
import type { Layer, Settings } from './dependencies'
import type { LayerKernels } from './kernel-options'
import { isOption } from './kernel-options'
import type { Selection } from './select-kernels'

/** By how much medians of one program differ from run to run: less decides nothing. */
const NOISE = 0.03

/** What high mode chose by measured times of kernels, beside what normal mode chooses. */
export interface WholeChoice {
  readonly selection: Selection
  /** null: both modes choose the same. */
  readonly rivals: WholeRivals | null
  /** Of both as whole models; null: never measured. */
  readonly times: WholeTimes | null
}

/**
 * Times of single kernels do not tell what they do to each other's caches: normal mode's kernels are taken in high mode
 * where a whole inference with them was measured to be faster.
 */
export function wholeChoice(
  layers: readonly Layer[],
  kernels: readonly LayerKernels[],
  own: Selection,
  normal: Selection,
  timings: KernelTimings,
  { isa, threads, weights }: Settings,
): WholeChoice {
  const choices = ({ chosen }: Selection) =>
    new Map(
      layers.flatMap(({ node }, index): [number, Choice][] => {
        const choice = chosen[index]?.choice
        return choice === undefined ? [] : [[node, choice]]
      }),
    )
  const [ownChoices, normalChoices] = [choices(own), choices(normal)]
  const alike = [...ownChoices].every(([node, choice]) => {
    const other = normalChoices.get(node)
    return other !== undefined && sameChoice(choice, other)
  })
  if (alike) return { selection: own, rivals: null, times: null }
  const names = [ownChoices, normalChoices].map((each) =>
    layers.map(({ node, problem }) => {
      const choice = each.get(node)
      return choice === undefined ? '' : kernelKey(problem, choice, isa, threads, weights)
    }),
  )
  const key = createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 16)
  const times = timings.whole(key)
  const rivals = { key, own: ownChoices, normal: normalChoices }
  if (times === null || times.own <= (1 + NOISE) * times.normal) return { selection: own, rivals, times }
  // The same kernels with the times that are known of them in this mode.
  const chosen = normal.chosen.map(
    (option, index) =>
      kernels[index]?.kernels.find(
        (kernel) => isOption(kernel) && option !== null && sameChoice(kernel.choice, option.choice),
      ) ?? null,
  )
  const kept = chosen.map((kernel) => (kernel !== null && isOption(kernel) ? kernel : null))
  return { selection: { ...own, chosen: kept, normalIsFaster: true }, rivals, times }
}
