import type { Cost } from '#contract/plan'
import type { Executor } from './executor'
import { choose, type Option, reject } from './selection'

/** How a version rates the units of Winograd that it has for a kernel. */
export interface UnitRating {
  readonly units: readonly number[]
  /** Larger units are not rated. */
  readonly bound: number
  /** What the bound comes from, as the end of a sentence. */
  readonly boundSource: () => string
  rate(unit: number): number
  executor(unit: number): Executor
}

/**
 * The rule that 1.0.1 and 2.8.1's packed Winograd share: the unit with the strictly greatest rate is
 * taken (the first of equals), unless that rate is below 1. No option chosen: the layer stays tiled.
 */
export function rateUnits(rating: UnitRating): { readonly options: readonly Option[]; readonly failure: () => string } {
  const rated = rating.units.filter((unit) => unit <= rating.bound).map((unit) => ({ unit, rate: rating.rate(unit) }))
  let best = { unit: 0, rate: 0 }
  for (const candidate of rated) if (candidate.rate > best.rate) best = candidate
  const usable = best.rate >= 1

  const options = rating.units.map((unit) => {
    const executor = rating.executor(unit)
    const rate = rated.find((candidate) => candidate.unit === unit)?.rate
    if (rate === undefined) {
      return reject(executor, () => `Unit ${unit} is above the bound ${rating.bound}, ${rating.boundSource()}.`)
    }
    const cost: Cost = { label: 'gain over direct', value: rate, better: 'larger' }
    if (!usable)
      return reject(executor, () => `Rate ${figure(rate)} is below 1: no gain over direct convolution.`, cost)
    if (unit === best.unit) return choose(executor, () => bestReason(rate, rated), cost)
    return reject(
      executor,
      () => `Rate ${figure(rate)} does not exceed the ${figure(best.rate)} of unit ${best.unit}.`,
      cost,
    )
  })
  return {
    options,
    failure: () =>
      rated.length === 0
        ? `no Winograd unit is within the bound ${rating.bound}, ${rating.boundSource()}`
        : best.unit === 0
          ? 'no Winograd unit has a positive rate'
          : `the best Winograd rate, ${figure(best.rate)} of unit ${best.unit}, is below 1`,
  }
}

function bestReason(rate: number, rated: readonly { readonly unit: number }[]): string {
  const units = rated.map(({ unit }) => unit)
  if (units.length === 1)
    return `Rate ${figure(rate)} of unit ${units[0]}, the only one within the bound, is not below 1.`
  return `Rate ${figure(rate)} is the best of units ${units.join(', ')}, and not below 1.`
}

function figure(rate: number): string {
  return rate.toFixed(Math.abs(rate) >= 0.995 && Math.abs(rate) < 1 ? 4 : 2)
}
