// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, rule, type Selection, selection } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import { needsStaging } from './1.0.1/strassen'
import { packFreeWinogradCost, packFreeWinogradExecutor } from './2.8.1/pack-free-winograd'
import type { Executor } from './executor'
import type { LayerRules } from './layer-rules'
import type { LayerSettings, Option } from './selection'
import { winogradOptions } from './winograd-options'
import { candidateUnits, winogradObstacle } from './winograd-units'

/**
 * A convolution of one group with float weights: the memory mode where a build heeds it, Strassen, Winograd, tiling,
 * in this order. compute/ConvolutionFloatFactory.cpp of every release.
 */
export function selectDense(p: ConvProblem, settings: LayerSettings, rules: LayerRules): Selection<Executor> {
  const isLow = settings.memory === 'low'
  if (isLow && rules.settings.floats === 'tiles') return selection(tiledByMode(p, settings, rules))
  const selected = selection(denseOptions(p, settings, rules))
  return isLow && rules.settings.floats === 'ignored' ? remarkOnMemory(selected) : selected
}

function denseOptions(p: ConvProblem, settings: LayerSettings, rules: LayerRules): Option[] {
  const tiled = rules.tiled(p, settings)
  const noStrassen = strassenObstacle(p, rules)
  if (noStrassen === null) {
    const strassen = rules.strassen(p, settings)
    return rules.pointwise === 'all'
      ? [
          choose(strassen, () => ({ id: 'mnn.strassenAlways', staging: needsStaging(p) })),
          reject(tiled, () => ({ id: 'mnn.strassenFirst' })),
        ]
      : [choose(strassen, () => ({ id: 'mnn.strassen' })), reject(tiled, () => ({ id: 'mnn.strassenFirst' }))]
  }
  const strassen = rule('strassen-1x1', () => ({ id: 'mnn.noStrassen', why: noStrassen }))
  const noWinograd = winogradObstacle(p, settings.core)
  if (noWinograd !== null) {
    const why = isPointwise(p) ? noStrassen : noWinograd
    return [
      strassen,
      rule('winograd', () => ({ id: 'mnn.noWinograd', why: noWinograd })),
      choose(tiled, () => ({ id: 'mnn.tiledBecause', why })),
    ]
  }
  if (settings.memory === 'low' && rules.settings.floats === 'noWinograd') {
    return [
      strassen,
      ...rejectUnits(p, settings, rules, () => ({ id: 'mnn.memoryDisablesUnits' })),
      choose(tiled, () => ({ id: 'mnn.memoryDisablesWinograd' })),
    ]
  }
  if (settings.winogradLevel === 0 && rules.winogradUnit.levels === 'all') {
    return [
      strassen,
      ...rejectUnits(p, settings, rules, () => ({ id: 'mnn.levelBeforeUnits' })),
      choose(tiled, () => ({ id: 'mnn.levelSoTiled' })),
    ]
  }
  return [strassen, ...winogradOptions(p, settings, rules)]
}

/** Memory_Low takes tiling before anything else is looked at. */
function tiledByMode(p: ConvProblem, settings: LayerSettings, rules: LayerRules): Option[] {
  const notReached = (): Message => ({ id: 'mnn.memoryFirst' })
  const strassen = strassenObstacle(p, rules) === null ? [reject(rules.strassen(p, settings), notReached)] : []
  const winograd = winogradObstacle(p, settings.core) === null ? rejectUnits(p, settings, rules, notReached) : []
  return [choose(rules.tiled(p, settings), () => ({ id: 'mnn.memoryTiles' })), ...strassen, ...winograd]
}

/** Tells users who ask for low memory why nothing happens. */
function remarkOnMemory(selected: Selection<Executor>): Selection<Executor> {
  if (selected.chosen.algorithm === 'tiled') return selected
  return {
    ...selected,
    options: selected.options.map((option) =>
      option.chosen
        ? { ...option, reason: () => ({ id: 'mnn.memoryNeverLookedAt', reason: option.reason() }) }
        : option,
    ),
  }
}

function rejectUnits(p: ConvProblem, settings: LayerSettings, rules: LayerRules, reason: () => Message): Option[] {
  const { core, threads } = settings
  return candidateUnits(p.kernelHeight, core).map((unit) => {
    if (core.pack !== 16 || !rules.winograd.packFree) return reject(rules.winogradWorkspace(p, unit, settings), reason)
    const { inner } = packFreeWinogradCost(p, unit, core, threads)
    return reject(packFreeWinogradExecutor(p, unit, inner, core, threads), reason)
  })
}

function isPointwise(p: ConvProblem): boolean {
  return p.kernelHeight === 1 && p.kernelWidth === 1
}

/** Why Strassen cannot be used, as the end of a sentence; null where it can. Dilation is irrelevant. */
export function strassenObstacle(p: ConvProblem, { pointwise }: Pick<LayerRules, 'pointwise'>): Message | null {
  if (!isPointwise(p)) return { id: 'obstacle.kernelNotOne', kernel: `${p.kernelHeight}×${p.kernelWidth}` }
  if (pointwise === 'all') return null
  if (p.strideHeight !== 1 || p.strideWidth !== 1) {
    return { id: 'obstacle.stride', stride: `${p.strideHeight}×${p.strideWidth}` }
  }
  if (p.outWidth !== p.inWidth || p.outHeight !== p.inHeight) return { id: 'obstacle.padding' }
  return null
}
