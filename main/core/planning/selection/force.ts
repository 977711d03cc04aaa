// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import type { Message } from '#messages/message'
import {
  type AnyExecutor,
  choiceOfExecutor,
  chosenOption,
  computing,
  kindOf,
  type Option,
  type Selection,
} from './option'
import type { Attempt } from './overrides/apply'
import type { Layer, SelectionRules } from './rules'

/**
 * What the engine would do if it could be told which executor to take. The executor is one that its own
 * rules look at for the layer, with its own sizes; else the reason why there is none, as the end of a sentence.
 */
export function forceLayer<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layer: Layer,
  settings: S,
  override: Override,
): Attempt<Selection<E>> {
  const own = rules.select(layer, settings)
  const offered = own.options.filter((option) => option.executor !== null && isWanted(option, override))
  const wanted = offered.length > 1 ? bestOf(rules, layer, settings, offered) : offered[0]
  const executor = wanted?.executor ?? null
  if (wanted === undefined || executor === null) return { obstacle: obstacleTo(rules, layer, settings, own, override) }
  const options = own.options.map((option) => forcedOption(option, option === wanted, own, override))
  return { forced: { chosen: executor, options } }
}

/** The rules with an override in force wherever it is possible: what a forced layer still depends on shows. */
export function forcedRules<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  override: Override,
): SelectionRules<E, S> {
  return {
    ...rules,
    select(layer, settings) {
      const answer = forceLayer(rules, layer, settings, override)
      return 'forced' in answer ? answer.forced : rules.select(layer, settings)
    },
  }
}

/** For the decision of a forced layer: by what, and instead of what. */
export function overriddenBy<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layer: Layer,
  settings: S,
  { layers }: Override,
): NonNullable<Decision['overridden']> {
  return { by: layers, instead: kindOf(rules.select(layer, settings).chosen) }
}

function isWanted(option: Option<AnyExecutor>, { algorithm, unit }: Override): boolean {
  if (algorithm === 'grouped') return option.chosen && option.algorithm === 'grouped'
  const kind = computing(option)
  return kind.algorithm === algorithm && (unit === undefined || unit === kind.unit)
}

/** Of several units: the one that the engine takes when its settings let it, else its best rated. */
function bestOf<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layer: Layer,
  settings: S,
  offered: readonly Option<E>[],
): Option<E> {
  const free = rules.select(layer, rules.unrestricted(settings)).options
  const wanted = computing(offered[0] as Option<E>).algorithm
  const ofKind = free.filter((option) => computing(option).algorithm === wanted)
  const same = (option: Option<E> | undefined) =>
    option && offered.find((each) => computing(each).unit === computing(option).unit)
  const rated = ofKind.filter(({ cost, executor }) => cost !== null && executor !== null).sort(byPreference)
  return same(ofKind.find(({ chosen }) => chosen)) ?? same(rated[0]) ?? (offered[0] as Option<E>)
}

function byPreference({ cost: a }: Option<AnyExecutor>, { cost: b }: Option<AnyExecutor>): number {
  if (a === null || b === null) return 0
  return a.better === 'larger' ? b.value - a.value : a.value - b.value
}

function forcedOption<E extends AnyExecutor>(
  option: Option<E>,
  wanted: boolean,
  own: Selection<E>,
  { layers }: Override,
): Option<E> {
  if (wanted) {
    const reason = (): Message => {
      if (option.chosen) return { id: 'forced.same', layers }
      const choice = choiceOfExecutor(own.chosen)
      return { id: 'forced.instead', layers, choice, reason: chosenOption(own.options).reason() }
    }
    return { ...option, chosen: true, reason }
  }
  if (!option.chosen) return option
  const reason = (): Message => ({ id: 'forced.setAside', layers, reason: option.reason() })
  return { ...option, ...computing(option), chosen: false, reason }
}

/** The reason of the engine's own rules where they give one. */
function obstacleTo<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layer: Layer,
  settings: S,
  own: Selection<E>,
  override: Override,
): Message {
  const { algorithm, unit } = override
  const { kernelHeight, kernelWidth } = layer.problem
  if (!layer.constantWeight) return { id: 'obstacle.computedWeight' }
  const units = own.options.filter((option) => option.executor !== null && computing(option).algorithm === algorithm)
  if (unit !== undefined && units.length > 0) {
    const offered = units.flatMap((option) => computing(option).unit ?? [])
    return { id: 'obstacle.noUnit', unit, kernel: `${kernelHeight}×${kernelWidth}`, units: offered }
  }
  const isDepthwise = algorithm === 'depthwise' || algorithm === 'depthwise-3x3'
  if (isDepthwise === layer.problem.depthwise) {
    const ruled = own.options.find((option) => option.executor === null && option.algorithm === algorithm)
    if (ruled !== undefined) return { id: 'obstacle.rule', reason: ruled.reason() }
  }
  return rules.obstacle(layer, settings, override)
}
