// SPDX-License-Identifier: Apache-2.0
import { type Configuration, MAX_THREADS, withSetting } from '#contract/configuration'
import type { Dependency } from '#contract/plan'
import type { ConvProblem } from '../layers/conv-problem'
import { choiceKey } from './choice'
import { type AnyExecutor, choiceOfExecutor } from './option'
import type { Layer, SelectionRules } from './rules'

/** Output sizes tried, as multiples of the layer's own. */
const OUTPUT_SCALES = [0.125, 0.25, 0.5, 2, 4, 8]
const KERNELS = [1, 3, 5, 7]
const THREADS = Array.from({ length: MAX_THREADS }, (_, index) => index + 1)

/** Found by deciding again under other circumstances: what would change the algorithm or its unit. */
export function dependencies<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layer: Layer,
  configuration: Configuration,
): Dependency[] {
  const settings = rules.settingsOf(configuration)
  const keyOf = (problem: ConvProblem, under: S) =>
    choiceKey(choiceOfExecutor(rules.select({ ...layer, problem }, under).chosen))
  const decided = keyOf(layer.problem, settings)
  const changesUnder = (other: Configuration) => keyOf(layer.problem, rules.settingsOf(other)) !== decided
  const changesFor = (problem: ConvProblem) => keyOf(problem, settings) !== decided

  const found: Dependency[] = rules.settings
    .filter((setting) => setting.values.some((value) => changesUnder(withSetting(configuration, setting, value))))
    .map(({ id }) => id)
  if (THREADS.some((threads) => changesUnder({ ...configuration, threads }))) found.push('threads')
  if (rules.instructionSets.some((isa) => changesUnder({ ...configuration, isa }))) found.push('isa')
  if (OUTPUT_SCALES.some((scale) => changesFor(scaled(layer.problem, scale)))) found.push('outputSize')
  if (KERNELS.some((kernel) => changesFor(withKernel(layer.problem, kernel)))) found.push('kernel')
  return found
}

function scaled(p: ConvProblem, scale: number): ConvProblem {
  const size = (length: number) => Math.max(1, Math.round(length * scale))
  return {
    ...p,
    inHeight: size(p.inHeight),
    inWidth: size(p.inWidth),
    outHeight: size(p.outHeight),
    outWidth: size(p.outWidth),
  }
}

/** The same output from a square kernel of another size. */
function withKernel(p: ConvProblem, kernel: number): ConvProblem {
  return { ...p, kernelHeight: kernel, kernelWidth: kernel }
}
