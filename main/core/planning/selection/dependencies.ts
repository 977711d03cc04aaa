// SPDX-License-Identifier: Apache-2.0
import { type Configuration, isOffered, MAX_THREADS, settingValue, withSetting } from '#contract/configuration'
import type { Dependency } from '#contract/plan'
import type { ConvProblem } from '../layers/conv-problem'
import { type AnyExecutor, sameKind } from './option'
import type { Layer, SelectionRules } from './rules'

/** Output sizes tried, as multiples of the layer's own. */
const OUTPUT_SCALES = [0.125, 0.25, 0.5, 2, 4, 8]
const KERNELS = [1, 3, 5, 7]
const THREADS = Array.from({ length: MAX_THREADS }, (_, index) => index + 1)

/** What a decision may depend on, and the settings under which it is made again to find out. */
export interface Circumstance<S> {
  readonly dependency: Dependency
  readonly settings: readonly S[]
}

/** All of a configuration's circumstances but the layer itself; each differs from the configuration in one thing. */
export function circumstances<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  configuration: Configuration,
): readonly Circumstance<S>[] {
  const { threads, isa } = configuration
  const under = (dependency: Dependency, others: readonly Configuration[]) => ({
    dependency,
    settings: others.map((other) => rules.settingsOf(other)),
  })
  return [
    ...rules.settings
      .filter((setting) => isOffered(setting, configuration))
      .map((setting) => {
        const others = setting.values.filter((value) => value !== settingValue(setting, configuration))
        return under(
          setting.id,
          others.map((value) => withSetting(configuration, setting, value)),
        )
      }),
    under(
      'threads',
      THREADS.filter((each) => each !== threads).map((each) => ({ ...configuration, threads: each })),
    ),
    under(
      'isa',
      rules.instructionSets.filter((each) => each !== isa).map((each) => ({ ...configuration, isa: each })),
    ),
  ]
}

/** Found by deciding again under other circumstances: what would change the algorithm or its unit. */
export function dependencies<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layer: Layer,
  settings: S,
  others: readonly Circumstance<S>[],
): Dependency[] {
  const decided = rules.select(layer, settings).chosen
  const changesUnder = (other: S) => !sameKind(rules.select(layer, other).chosen, decided)
  const changesFor = (problem: ConvProblem) => !sameKind(rules.select({ ...layer, problem }, settings).chosen, decided)

  const found = others.filter((other) => other.settings.some(changesUnder)).map(({ dependency }) => dependency)
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
