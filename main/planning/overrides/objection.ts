import { ALGORITHMS } from '#contract/algorithms'
import { MAX_OVERRIDES, type Override } from '#contract/configuration'
import { wantedName } from './wording'

/** What is wrong with overrides whatever the model, one sentence; null: nothing. */
export function objectionToOverrides(overrides: readonly Override[]): string | null {
  if (overrides.length > MAX_OVERRIDES) {
    return `A configuration has at most ${MAX_OVERRIDES} overrides, not ${overrides.length}.`
  }
  for (const override of overrides) {
    const { layers, algorithm, unit } = override
    if (layers === '') return 'An override must name a layer or a pattern of names.'
    if (!ALGORITHMS.includes(algorithm)) {
      return `The override of “${layers}” asks for “${algorithm}”; the algorithms are ${ALGORITHMS.join(', ')}.`
    }
    if (unit === undefined) continue
    if (!Number.isInteger(unit) || unit < 1) {
      return `The override of “${layers}” asks for Winograd unit ${unit}; a unit is a whole number from 1.`
    }
    if (algorithm !== 'winograd') {
      return `The override of “${layers}” asks for ${wantedName(override)}; only Winograd has units.`
    }
  }
  return null
}
