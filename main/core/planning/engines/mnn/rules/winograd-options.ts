// SPDX-License-Identifier: Apache-2.0
import type { Cost } from '#contract/plan'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import { ceilDiv } from '../arithmetic'
import { PACK_FREE_ROWS, packFreeWinogradCost, packFreeWinogradExecutor } from './2.8.1/pack-free-winograd'
import { tiledCost } from './2.8.1/tiled'
import type { LayerRules } from './layer-rules'
import { rateUnits } from './rated-units'
import type { LayerSettings, Option } from './selection'
import { candidateUnits, unitBound } from './winograd-units'

/**
 * The units of Winograd and tiling for a layer that Winograd can run, one of them chosen. From 1.2.8 on cores with
 * packs of 16 channels go one way, all others the other. 1.2.8: compute/ConvolutionWinogradBridge.cpp.
 */
export function winogradOptions(p: ConvProblem, settings: LayerSettings, rules: LayerRules): Option[] {
  return settings.core.pack === 16 && rules.winograd.packFree
    ? compareCosts(p, settings, rules)
    : compareRates(p, settings, rules)
}

/** compute/ConvolutionWinograd.cpp, from 1.2.8 on ConvolutionPackWinograd.cpp. Tiling's own cost plays no part. */
function compareRates(p: ConvProblem, settings: LayerSettings, rules: LayerRules): Option[] {
  const { core, threads } = settings
  const positions = p.outWidth * p.outHeight
  const { byRows, levels } = rules.winogradUnit
  const rows = byRows ? core.ePack : 1
  const bound = boundUnder(settings, levels !== 'none', ceilDiv(positions, rows * threads), () =>
    byRows ? { id: 'bound.threadRows', positions, threads, rows } : { id: 'bound.threads', positions, threads },
  )
  const { options, failure } = rateUnits({
    units: candidateUnits(p.kernelHeight, core),
    bound: bound.unit,
    boundSource: bound.source,
    rate: (unit) => rules.winograd.rate(p, unit),
    executor: (unit) => rules.winogradWorkspace(p, unit, settings),
  })
  const winograd = options.find((option) => option.chosen)
  const tiled = rules.tiled(p, settings)
  return [
    ...options,
    winograd === undefined
      ? choose(tiled, () => ({ id: 'mnn.tiledFailure', why: failure() }))
      : reject(tiled, () => ({ id: 'mnn.winogradPasses', unit: winograd.unit ?? 0 })),
  ]
}

interface Bound {
  readonly unit: number
  /** Where it comes from, as the end of a sentence. */
  readonly source: () => Message
}

/** Levels below 3 of the Winograd memory hint leave no unit but the smallest. 2.8.4|3.6.1: include/MNN/Interpreter.hpp. */
function boundUnder(
  { winogradLevel }: LayerSettings,
  heedsLevel: boolean,
  positions: number,
  source: () => Message,
): Bound {
  if (winogradLevel === 3 || !heedsLevel) return { unit: unitBound(positions), source }
  return { unit: 2, source: () => ({ id: 'bound.level', level: winogradLevel }) }
}

/** AVX-512. 1.2.8: compute/ConvolutionPackFreeWinograd.cpp and ConvolutionWinogradBridge.cpp; the same to 3.6.1. */
function compareCosts(p: ConvProblem, settings: LayerSettings, rules: LayerRules): Option[] {
  const { core, threads } = settings
  const positions = p.outWidth * p.outHeight * p.batch
  const rows = PACK_FREE_ROWS
  const heedsLevel = rules.winogradUnit.levels === 'all'
  const { unit: bound, source } = boundUnder(settings, heedsLevel, ceilDiv(positions, rows), () => ({
    id: 'bound.rows',
    positions,
    rows,
  }))
  const units = candidateUnits(p.kernelHeight, core).map((unit) => {
    const { inner, cost } = packFreeWinogradCost(p, unit, core, threads)
    return { unit, cost, executor: packFreeWinogradExecutor(p, unit, inner, core, threads) }
  })
  let best: (typeof units)[number] | null = null
  for (const candidate of units) {
    if (candidate.unit <= bound && (best === null || candidate.cost < best.cost)) best = candidate
  }
  const tiled = rules.tiled(p, settings)
  const tiledFigure = tiledCost(p, core, threads).cost
  const winner = best !== null && best.cost <= tiledFigure ? best : null

  const options = units.map(({ unit, cost, executor }) => {
    if (unit > bound) {
      return reject(executor, () => ({ id: 'mnn.unitAboveBound', unit, bound, source: source() }))
    }
    if (unit === winner?.unit) {
      return choose(executor, () => ({ id: 'mnn.costLeast', cost, tiled: tiledFigure }), estimate(cost))
    }
    const reason = (): Message =>
      best === null || unit === best.unit
        ? { id: 'mnn.costLeastButAbove', cost, tiled: tiledFigure }
        : { id: 'mnn.costNotBelow', cost, best: best.cost, unit: best.unit }
    return reject(executor, reason, estimate(cost))
  })
  return [
    ...options,
    winner !== null
      ? reject(
          tiled,
          () => ({ id: 'mnn.tiledCostNotBelow', cost: tiledFigure, best: winner.cost, unit: winner.unit }),
          estimate(tiledFigure),
        )
      : choose(tiled, () => tiledWins(tiledFigure, best, bound), estimate(tiledFigure)),
  ]
}

function tiledWins(
  cost: number,
  best: { readonly unit: number; readonly cost: number } | null,
  bound: number,
): Message {
  return best === null
    ? { id: 'mnn.tiledNoUnit', bound }
    : { id: 'mnn.tiledCostBelow', cost, best: best.cost, unit: best.unit }
}

function estimate(cost: number): Cost {
  return { label: { id: 'cost.estimated' }, value: cost, better: 'smaller' }
}
