// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, rule, selection } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import type { Executor, Option, Selection } from './executor'
import { isWinogradShape, type LayerSettings, UNITS, type Unit } from './layer'

/** One test of a list: the first that takes the layer decides. */
export interface Step {
  readonly algorithm: Algorithm
  /** null: the layer cannot have it at all. */
  readonly executor: Executor | null
  readonly takes: boolean
  /** Why it takes the layer, or why it does not. */
  readonly reason: () => Message
}

export function step(executor: Executor, takes: boolean, reason: () => Message): Step {
  return { algorithm: executor.algorithm, executor, takes, reason }
}

/** The last step takes every layer that comes to it. */
export function firstOf(steps: readonly Step[]): Selection {
  const at = steps.findIndex(({ takes }) => takes)
  return selection(
    steps.map(({ algorithm, executor, takes, reason }, index): Option => {
      if (executor === null) return rule(algorithm, reason)
      if (index === at) return choose(executor, reason)
      return reject(executor, takes ? () => ({ id: 'ncnn.notReached' }) : reason)
    }),
  )
}

/** Of steps: an executor that two name is one candidate, unless it is the later one that takes the layer. */
export function isFirstOfItsKind(each: Step, index: number, steps: readonly Step[]): boolean {
  const at = steps.findIndex(({ takes }) => takes)
  if (index === at || each.executor === null) return true
  const alike = steps.flatMap(({ executor }, other) => (executor === each.executor ? [other] : []))
  return alike.includes(at) ? false : alike[0] === index
}

export interface UnitChoice {
  readonly unit: Unit
  readonly reason: () => Message
}

/** Winograd's steps, a unit each. `obstacle`: why these channels are not for it; `offered`: units that the release has for the layer. */
export function winogradSteps(
  p: ConvProblem,
  settings: LayerSettings,
  {
    obstacle,
    choose: chooseUnit,
    executor,
    offered = UNITS,
  }: {
    readonly obstacle: (() => Message) | null
    choose(): UnitChoice
    executor(unit: Unit): Executor
    readonly offered?: readonly Unit[]
  },
): Step[] {
  if (!isWinogradShape(p))
    return [{ algorithm: 'winograd', executor: null, takes: false, reason: () => shapeObstacle(p) }]
  const no = !settings.winograd
    ? (): Message => ({ id: 'ncnn.winogradOff' })
    : settings.units.length === 0
      ? (): Message => ({ id: 'ncnn.unitsOff' })
      : obstacle
  if (no !== null) return offered.map((unit) => step(executor(unit), false, no))
  const chosen = chooseUnit()
  return offered.map((unit) =>
    step(
      executor(unit),
      unit === chosen.unit,
      unit === chosen.unit ? chosen.reason : () => unitLeft(unit, chosen, settings),
    ),
  )
}

function unitLeft(unit: Unit, chosen: UnitChoice, { units }: LayerSettings): Message {
  return units.includes(unit) ? { id: 'ncnn.unitLeft', reason: chosen.reason() } : { id: 'ncnn.unitOff', unit }
}

function shapeObstacle({
  kernelHeight,
  kernelWidth,
  strideHeight,
  strideWidth,
  dilationHeight,
  dilationWidth,
}: ConvProblem): Message {
  return {
    id: 'ncnn.winogradShape',
    kernel: `${kernelHeight}×${kernelWidth}`,
    stride: `${strideHeight}×${strideWidth}`,
    dilation: `${dilationHeight}×${dilationWidth}`,
  }
}
