// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import {
  choose,
  chosenOption,
  type Option as OptionOf,
  type Selection as SelectionOf,
  selection,
} from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import type { MatrixCore } from '../core'
import type { IntegerKernel, Mode, WinogradLevel } from '../settings'
import { multiInputDepthwiseExecutor } from './depthwise'
import type { Executor } from './executor'
import { groupExecutor } from './group'

export type Option = OptionOf<Executor>
export type Selection = SelectionOf<Executor>

/** What of a configuration the engine's rules can look at. */
export interface LayerSettings {
  readonly isa: InstructionSet
  readonly core: MatrixCore
  readonly threads: number
  /** Cores of each cluster, fastest first; fewer than two: all cores are alike. */
  readonly clusters: readonly number[]
  /** What an ARM64 processor has for integers. */
  readonly integerKernel: IntegerKernel
  readonly memory: Mode
  readonly precision: Mode
  readonly winogradLevel: WinogradLevel
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

/** The weight is computed by another node: no choice. `executor`: of the version, for what is not depthwise. */
export function selectMultiInput(p: ConvProblem, core: MatrixCore, executor: () => Executor): Selection {
  return selection([
    choose(p.depthwise ? multiInputDepthwiseExecutor(p, core) : executor(), () => ({ id: 'mnn.computedWeight' })),
  ])
}
