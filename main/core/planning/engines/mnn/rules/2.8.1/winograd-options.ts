// SPDX-License-Identifier: Apache-2.0
import type { Cost } from '#contract/plan'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import { ceilDiv } from '../../arithmetic'
import { rateUnits } from '../rated-units'
import type { LayerSettings, Option } from '../selection'
import { candidateUnits, unitBound } from '../winograd-units'
import { PACK_FREE_ROWS, packFreeWinogradCost, packFreeWinogradExecutor } from './pack-free-winograd'
import { packWinogradExecutor, winogradRate } from './pack-winograd'
import { tiledCost, tiledExecutor } from './tiled'

/**
 * The units of Winograd and tiling for a layer that Winograd can run, one of them chosen. 2.8.1 and
 * 3.6.1: compute/ConvolutionWinogradBridge.cpp; cores with blocks of 16 channels go one way, all others the other.
 */
export function winogradOptions(p: ConvProblem, settings: LayerSettings): Option[] {
  return settings.core.pack === 16 ? compareCosts(p, settings) : compareRates(p, settings)
}

/** SSE, AVX2, ARM64: compute/ConvolutionPackWinograd.cpp. Tiling's own cost plays no part. */
function compareRates(p: ConvProblem, settings: LayerSettings): Option[] {
  const { core, threads } = settings
  const positions = p.outWidth * p.outHeight
  const bound = boundUnder(settings, ceilDiv(positions, threads), () => ({
    id: 'bound.threads',
    positions,
    threads,
  }))
  const { options, failure } = rateUnits({
    units: candidateUnits(p.kernelHeight, core),
    bound: bound.unit,
    boundSource: bound.source,
    rate: (unit) => winogradRate(p, unit),
    executor: (unit) => packWinogradExecutor(p, unit, core, threads),
  })
  const winograd = options.find((option) => option.chosen)
  const tiled = tiledExecutor(p, core, threads)
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

/** Levels 1 and 2 of the Winograd memory hint leave no unit but the smallest. 3.6.1: include/MNN/Interpreter.hpp. */
function boundUnder({ winogradLevel }: LayerSettings, positions: number, source: () => Message): Bound {
  if (winogradLevel === 3) return { unit: unitBound(positions), source }
  return { unit: 2, source: () => ({ id: 'bound.level', level: winogradLevel }) }
}

/** AVX-512: compute/ConvolutionPackFreeWinograd.cpp and ConvolutionWinogradBridge.cpp. */
function compareCosts(p: ConvProblem, settings: LayerSettings): Option[] {
  const { core, threads } = settings
  const positions = p.outWidth * p.outHeight * p.batch
  const { unit: bound, source } = boundUnder(settings, ceilDiv(positions, PACK_FREE_ROWS), () => ({
    id: 'bound.rows',
    positions,
    rows: PACK_FREE_ROWS,
  }))
  const units = candidateUnits(p.kernelHeight, core).map((unit) => {
    const { inner, cost } = packFreeWinogradCost(p, unit, core, threads)
    return { unit, cost, executor: packFreeWinogradExecutor(p, unit, inner, core, threads) }
  })
  let best: (typeof units)[number] | null = null
  for (const candidate of units) {
    if (candidate.unit <= bound && (best === null || candidate.cost < best.cost)) best = candidate
  }
  const tiled = tiledExecutor(p, core, threads)
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
