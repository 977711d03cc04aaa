// SPDX-License-Identifier: Apache-2.0
import { type ChangeGroup, changeGroups } from '#contract/change-groups'
import type { LayerDifference } from '#contract/comparison'
import type { Message } from '#messages/message'

/** Layers that change for one and the same cause. */
export interface CauseGroup {
  /** A clause that holds for all of them ("MNN 2.8.1 no longer consults the memory mode"); null where none is known. */
  readonly cause: Message | null
  /** The layers by what they work on, the group that changes most bytes first. */
  readonly groups: readonly ChangeGroup[]
  /** How many layers there are in all groups. */
  readonly layers: number
  /** B − A, all layers together; null where that of one is not known. */
  readonly packedWeightDelta: number | null
  /** B − A of the layer where it is largest, as in a ChangeGroup. */
  readonly workspaceDelta: number | null
}

/** The layers that change by what made them change, the cause of most bytes first. */
export function causeGroups(layers: readonly LayerDifference[]): readonly CauseGroup[] {
  const byCause = new Map<string, LayerDifference[]>()
  for (const layer of layers) {
    if (!layer.changed) continue
    const key = JSON.stringify(causeIn(layer.why))
    const alike = byCause.get(key)
    if (alike === undefined) byCause.set(key, [layer])
    else alike.push(layer)
  }
  return [...byCause.values()].map(causeGroup).sort((x, y) => bytesOf(y) - bytesOf(x))
}

function causeGroup(layers: readonly LayerDifference[]): CauseGroup {
  const groups = changeGroups(layers)
  return {
    cause: causeIn(layers[0]?.why ?? null),
    groups,
    layers: layers.length,
    packedWeightDelta: groups.reduce<number | null>(
      (sum, { packedWeightDelta }) => (sum === null || packedWeightDelta === null ? null : sum + packedWeightDelta),
      0,
    ),
    workspaceDelta: groups.reduce<number | null>(
      (most, { workspaceDelta }) =>
        most === null || workspaceDelta === null
          ? null
          : Math.abs(workspaceDelta) > Math.abs(most)
            ? workspaceDelta
            : most,
      0,
    ),
  }
}

/** The cause within a sentence about one layer; the sentence itself where it has none apart. */
function causeIn(why: Message | null): Message | null {
  return why !== null && (why.id === 'why.changed' || why.id === 'why.still') ? why.cause : why
}

function bytesOf({ packedWeightDelta, workspaceDelta }: CauseGroup): number {
  return Math.abs(packedWeightDelta ?? 0) + Math.abs(workspaceDelta ?? 0)
}
