import type { InstructionSet, MemoryMode, Precision, WinogradLevel } from '#contract/configuration'
import type { Algorithm, Cost } from '#contract/plan'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import type { MatrixCore } from '../core'
import type { Executor } from './executor'
import { groupExecutor } from './group'

/** What of a configuration the engine's rules can look at. */
export interface LayerSettings {
  readonly isa: InstructionSet
  readonly core: MatrixCore
  readonly threads: number
  readonly memory: MemoryMode
  readonly precision: Precision
  readonly winogradLevel: WinogradLevel
}

/** One possibility that the engine's rules looked at. */
export interface Option {
  readonly algorithm: Algorithm
  readonly unit: number | null
  /** null: cannot be used for this layer. */
  readonly executor: Executor | null
  readonly chosen: boolean
  readonly cost: Cost | null
  /** Formed on demand: a layer is decided many times over to see what the decision depends on. */
  readonly reason: () => Message
}

/** Outcome of the rules for one layer, options in the order in which the engine looks at them. */
export interface Selection {
  readonly chosen: Executor
  readonly options: readonly Option[]
}

export function choose(executor: Executor, reason: () => Message, cost: Cost | null = null): Option {
  return { algorithm: executor.algorithm, unit: executor.unit, executor, chosen: true, cost, reason }
}

export function reject(executor: Executor, reason: () => Message, cost: Cost | null = null): Option {
  return { algorithm: executor.algorithm, unit: executor.unit, executor, chosen: false, cost, reason }
}

/** For what cannot be used at all. */
export function rule(algorithm: Algorithm, reason: () => Message): Option {
  return { algorithm, unit: null, executor: null, chosen: false, cost: null, reason }
}

export function selection(options: readonly Option[]): Selection {
  const chosen = chosenOption(options).executor
  if (chosen === null) throw new Error('the rules chose what cannot be used')
  return { chosen, options }
}

export function chosenOption(options: readonly Option[]): Option {
  const found = options.find(({ chosen }) => chosen)
  if (found === undefined) throw new Error('the rules chose nothing')
  return found
}

/** The group executor around what the rules choose for one group; the others are shown wrapped alike. */
export function selectGrouped(p: ConvProblem, core: MatrixCore, batch: number, each: Selection): Selection {
  const wrap = (executor: Executor) => groupExecutor(p, core, batch, executor)
  const winner = chosenOption(each.options)
  return selection([
    choose(wrap(each.chosen), () => ({ id: 'mnn.groups', groups: p.group, reason: winner.reason() }), winner.cost),
    ...each.options
      .filter((option) => !option.chosen)
      .map((option) => ({
        ...option,
        executor: option.executor === null ? null : wrap(option.executor),
        reason: (): Message => ({ id: 'mnn.withinGroup', reason: option.reason() }),
      })),
  ])
}
