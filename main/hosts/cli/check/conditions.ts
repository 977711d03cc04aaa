// SPDX-License-Identifier: Apache-2.0
import type { Entry } from '#contract/document'
import { assumedSizesOf, gapsOf, missingWeightsOf } from '#core/comparison/gaps'
import { modelChanges } from '#core/comparison/model-changes'
import { MODEL_ASPECTS, type ModelAspect } from '#messages/en/model-changes'
import { english } from '#messages/say'
import { usageError } from '../exit'

/** What --accept takes: what a check does not let pass, whatever the figures say, unless it is named. */
export const CONDITIONS = [...MODEL_ASPECTS, 'assumed-sizes', 'missing-weights', 'unknown'] as const
export type Condition = (typeof CONDITIONS)[number]

/** A condition that is not met. */
export interface Breach {
  readonly condition: Condition
  /** What is so, one sentence each. */
  readonly sentences: readonly string[]
}

/** What was checked, with what the command knows of it beyond the entry. */
export interface Checked extends Entry {
  /** What is wrong with its plan, one sentence each. */
  readonly lints: readonly string[]
}

/** Every condition that is not met, in the order of CONDITIONS. */
export function breaches(current: Checked, baseline: Entry | null): readonly Breach[] {
  const { changes = [] } = baseline === null ? {} : modelChanges(baseline.model, current.model)
  const aspect = (wanted: ModelAspect) =>
    changes.filter((change) => change.aspect === wanted).map(({ message }) => message)
  const sentences: Readonly<Record<Condition, readonly string[]>> = {
    sizes: aspect('sizes').map(english),
    inputs: aspect('inputs').map(english),
    operations: aspect('operations').map(english),
    weights: aspect('weights').map(english),
    'assumed-sizes': assumedSizesOf(current).map((assumed) => `${english(assumed)} --input-shape says what they are.`),
    'missing-weights': missingWeightsOf(current).map(english),
    unknown: gapsOf(current).map(english),
  }
  return CONDITIONS.filter((condition) => sentences[condition].length > 0).map((condition) => ({
    condition,
    sentences: sentences[condition],
  }))
}

/** What of the baseline could not be compared, one sentence; null where all was. */
export function notCompared(current: Entry, baseline: Entry | null): string | null {
  if (baseline === null) return null
  const { incomparable } = modelChanges(baseline.model, current.model)
  const parts = incomparable.map((aspect) => UNKNOWN_PARTS[aspect])
  if (parts.length === 0) return null
  return `Not compared, because an earlier version saved the baseline without them: ${parts.join(', ')}. Saving it anew adds them.`
}

const UNKNOWN_PARTS: Readonly<Record<ModelAspect, string>> = {
  sizes: 'sizes of inputs',
  inputs: 'types of inputs',
  operations: 'attributes of operations',
  weights: 'shapes and types of weights (they take as many bytes)',
}

/** "--accept inputs,operations", repeatable. */
export function parseConditions(text: string, before: readonly Condition[] = []): readonly Condition[] {
  const named = text.split(',').map((part) => {
    const wanted = part.trim()
    const found = CONDITIONS.find((condition) => condition === wanted)
    if (found === undefined) {
      throw usageError(`--accept takes ${CONDITIONS.join(', ')}, and “${wanted}” is none of them.`)
    }
    return found
  })
  return [...before, ...named]
}
