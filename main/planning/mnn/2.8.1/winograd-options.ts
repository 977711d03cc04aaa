import type { Cost } from '#contract/plan'
import type { ConvProblem } from '../../conv-problem'
import { ceilDiv } from '../arithmetic'
import { rateUnits } from '../rated-units'
import { choose, type LayerSettings, type Option, reject } from '../selection'
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
  const bound = boundUnder(settings, ceilDiv(positions, threads), () => {
    const workers = threads === 1 ? 'thread' : 'threads'
    return `the root of ${positions} output positions shared by ${threads} ${workers}`
  })
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
      ? choose(tiled, () => `The layer is tiled: ${failure()}.`)
      : reject(
          tiled,
          () =>
            `Winograd with unit ${winograd.unit} passes its own test; on this instruction set MNN does not compare tiling’s cost.`,
        ),
  ]
}

interface Bound {
  readonly unit: number
  /** Where it comes from, as the end of a sentence. */
  readonly source: () => string
}

/** Levels 1 and 2 of the Winograd memory hint leave no unit but the smallest. 3.6.1: include/MNN/Interpreter.hpp. */
function boundUnder({ winogradLevel }: LayerSettings, positions: number, source: () => string): Bound {
  if (winogradLevel === 3) return { unit: unitBound(positions), source }
  return { unit: 2, source: () => `set by Winograd memory level ${winogradLevel}` }
}

/** AVX-512: compute/ConvolutionPackFreeWinograd.cpp and ConvolutionWinogradBridge.cpp. */
function compareCosts(p: ConvProblem, settings: LayerSettings): Option[] {
  const { core, threads } = settings
  const positions = p.outWidth * p.outHeight * p.batch
  const { unit: bound, source } = boundUnder(
    settings,
    ceilDiv(positions, PACK_FREE_ROWS),
    () => `the root of ${positions} output positions shared by ${PACK_FREE_ROWS} rows`,
  )
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
      return reject(executor, () => `Unit ${unit} is above the bound ${bound}, ${source()}.`)
    }
    if (unit === winner?.unit) {
      const reason = () =>
        `Cost ${figure(cost)} is the smallest of all units, and not above the ${figure(tiledFigure)} of tiling.`
      return choose(executor, reason, estimate(cost))
    }
    const reason = () =>
      unit === best?.unit
        ? `Cost ${figure(cost)} is the smallest of all units, but above the ${figure(tiledFigure)} of tiling.`
        : `Cost ${figure(cost)} is not below the ${figure(best?.cost ?? 0)} of unit ${best?.unit}.`
    return reject(executor, reason, estimate(cost))
  })
  return [
    ...options,
    winner !== null
      ? reject(
          tiled,
          () =>
            `Cost ${figure(tiledFigure)} is not below the ${figure(winner.cost)} of Winograd with unit ${winner.unit}.`,
          estimate(tiledFigure),
        )
      : choose(tiled, () => tiledWins(tiledFigure, best, bound), estimate(tiledFigure)),
  ]
}

function tiledWins(cost: number, best: { readonly unit: number; readonly cost: number } | null, bound: number): string {
  return best === null
    ? `The layer is tiled: no Winograd unit is within the bound ${bound}.`
    : `Cost ${figure(cost)} is below the ${figure(best.cost)} of Winograd’s best, unit ${best.unit}, so the layer is tiled.`
}

function estimate(cost: number): Cost {
  return { label: 'estimated cost', value: cost, better: 'smaller' }
}

function figure(cost: number): string {
  return cost.toExponential(3)
}
