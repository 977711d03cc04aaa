// SPDX-License-Identifier: Apache-2.0
import { ALGORITHM_TRAITS, ALGORITHMS } from '#contract/algorithms'
import { MAX_OVERRIDES, type Override } from '#contract/configuration'
import type { Message } from '#messages/message'
import { wanted } from './wanted'

/** What is wrong with overrides whatever the model; null: nothing. */
export function objectionToOverrides(overrides: readonly Override[]): Message | null {
  if (overrides.length > MAX_OVERRIDES) {
    return { id: 'problem.override.many', most: MAX_OVERRIDES, count: overrides.length }
  }
  for (const override of overrides) {
    const { layers, algorithm, unit } = override
    if (layers === '') return { id: 'problem.override.unnamed' }
    if (!ALGORITHMS.includes(algorithm)) {
      return { id: 'problem.override.algorithm', layers, algorithm, known: ALGORITHMS }
    }
    if (unit === undefined) continue
    if (!Number.isInteger(unit) || unit < 1) {
      return { id: 'problem.override.unit', layers, unit }
    }
    if (!ALGORITHM_TRAITS[algorithm].hasUnit) {
      return { id: 'problem.override.unitless', layers, wanted: wanted(override) }
    }
  }
  return null
}
