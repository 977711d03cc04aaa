// SPDX-License-Identifier: Apache-2.0
import type { EventLog, HeldBlock } from '#contract/event-log'
import { CATEGORIES, type Plan } from '#contract/plan'

/**
 * What was held after sample `row`, by node and category, the largest first; null where the log was
 * thinned out and no longer says. Goes through all samples up to there.
 */
export function aliveAt({ samples, complete }: EventLog, row: number): readonly HeldBlock[] | null {
  if (!complete) return null
  const { held, owner } = samples
  const bytes = new Map<number, number>()
  for (let index = 0; index <= row; index++) {
    for (let category = 0; category < CATEGORIES.length; category++) {
      const column = held[category]
      const change = (column?.[index] ?? 0) - (index === 0 ? 0 : (column?.[index - 1] ?? 0))
      if (change === 0) continue
      const key = ((owner[index] as number) + 1) * CATEGORIES.length + category
      bytes.set(key, (bytes.get(key) ?? 0) + change)
    }
  }
  return [...bytes]
    .filter(([, size]) => size !== 0)
    .map(([key, size]) => ({
      node: Math.floor(key / CATEGORIES.length) - 1,
      category: CATEGORIES[key % CATEGORIES.length] ?? 'other',
      bytes: size,
    }))
    .sort((a, b) => b.bytes - a.bytes)
}

/** What a plan holds while step `row` executes: the same list, modelled. */
export function plannedAlive({ decisions, steps, totals }: Plan, row: number): readonly HeldBlock[] {
  const step = steps[row]
  const packed = decisions.map(
    ({ node, packedWeightBytes }): HeldBlock => ({ node, category: 'packedWeights', bytes: packedWeightBytes ?? 0 }),
  )
  const others = totals.packedWeights - packed.reduce((sum, { bytes }) => sum + bytes, 0)
  const blocks: HeldBlock[] = [
    ...packed,
    { node: -1, category: 'packedWeights', bytes: others },
    { node: -1, category: 'modelBuffer', bytes: totals.modelBuffer },
    { node: -1, category: 'activations', bytes: step?.activationBytes ?? 0 },
    { node: step?.node ?? -1, category: 'workspace', bytes: step?.workspaceBytes ?? 0 },
  ]
  return blocks.filter(({ bytes }) => bytes !== 0).sort((a, b) => b.bytes - a.bytes)
}
