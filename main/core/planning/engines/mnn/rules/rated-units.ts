// SPDX-License-Identifier: Apache-2.0
import type { Cost } from '#contract/plan'
import { choose, reject } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import type { Executor } from './executor'
import type { Option } from './selection'

/** How a version rates the units of Winograd that it has for a kernel. */
export interface UnitRating {
  readonly units: readonly number[]
  /** Larger units are not rated. */
  readonly bound: number
  /** What the bound comes from, as the end of a sentence. */
  readonly boundSource: () => Message
  rate(unit: number): number
  executor(unit: number): Executor
}

/**
 * The rule that 1.0.1 and 2.8.1's packed Winograd share: the unit with the strictly greatest rate is
 * taken (the first of equals), unless that rate is below 1. No option chosen: the layer stays tiled.
 */
export function rateUnits(rating: UnitRating): {
  readonly options: readonly Option[]
  readonly failure: () => Message
} {
  const rated = rating.units.filter((unit) => unit <= rating.bound).map((unit) => ({ unit, rate: rating.rate(unit) }))
  let best = { unit: 0, rate: 0 }
  for (const candidate of rated) if (candidate.rate > best.rate) best = candidate
  const usable = best.rate >= 1

  const options = rating.units.map((unit) => {
    const executor = rating.executor(unit)
    const rate = rated.find((candidate) => candidate.unit === unit)?.rate
    if (rate === undefined) {
      return reject(executor, () => ({
        id: 'mnn.unitAboveBound',
        unit,
        bound: rating.bound,
        source: rating.boundSource(),
      }))
    }
    const cost: Cost = { label: { id: 'cost.gain' }, value: rate, better: 'larger' }
    if (!usable) return reject(executor, () => ({ id: 'mnn.rateNoGain', rate }), cost)
    if (unit === best.unit) return choose(executor, () => bestReason(rate, rated), cost)
    return reject(executor, () => ({ id: 'mnn.rateNotAbove', rate, best: best.rate, unit: best.unit }), cost)
  })
  return {
    options,
    failure: () =>
      rated.length === 0
        ? { id: 'failure.noUnit', bound: rating.bound, source: rating.boundSource() }
        : best.unit === 0
          ? { id: 'failure.noPositiveRate' }
          : { id: 'failure.belowOne', rate: best.rate, unit: best.unit },
  }
}

function bestReason(rate: number, rated: readonly { readonly unit: number }[]): Message {
  const units = rated.map(({ unit }) => unit)
  const [only] = units
  if (units.length === 1 && only !== undefined) return { id: 'mnn.rateOnly', rate, unit: only }
  return { id: 'mnn.rateBest', rate, units }
}
