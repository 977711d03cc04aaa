// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { LayerDifference, LayerSide } from './comparison'

/** Layers that are alike and change in the same way. */
export interface ChangeGroup {
  /** What they work on; null where that is not known. */
  readonly shape: Message | null
  readonly a: Pick<LayerSide, 'algorithm' | 'unit'>
  readonly b: Pick<LayerSide, 'algorithm' | 'unit'>
  /** At least one, the largest change first. */
  readonly layers: readonly LayerDifference[]
  /** B − A, all layers together. */
  readonly packedWeightDelta: number
  /** B − A of the layer where it is largest: workspaces are reused and do not add up. */
  readonly workspaceDelta: number
}

/** The layers that change, in groups, the one that changes most bytes first. */
export function changeGroups(layers: readonly LayerDifference[]): readonly ChangeGroup[] {
  const groups = new Map<string, LayerDifference[]>()
  for (const layer of layers) {
    if (!layer.changed) continue
    const { shape, a, b } = layer
    const key = JSON.stringify([shape, a.algorithm, a.unit, b.algorithm, b.unit])
    const alike = groups.get(key)
    if (alike === undefined) groups.set(key, [layer])
    else alike.push(layer)
  }
  return [...groups.values()].map(groupOf).sort((x, y) => bytesOf(y) - bytesOf(x))
}

function groupOf(alike: readonly LayerDifference[]): ChangeGroup {
  const layers = [...alike].sort((x, y) => bytesOf(y) - bytesOf(x))
  const [first] = layers
  if (first === undefined) throw new Error('a group has a layer')
  const largest = layers.reduce((most, each) =>
    Math.abs(each.workspaceDelta) > Math.abs(most.workspaceDelta) ? each : most,
  )
  return {
    shape: first.shape,
    a: first.a,
    b: first.b,
    layers,
    packedWeightDelta: layers.reduce((sum, { packedWeightDelta }) => sum + packedWeightDelta, 0),
    workspaceDelta: largest.workspaceDelta,
  }
}

function bytesOf({ packedWeightDelta, workspaceDelta }: Pick<ChangeGroup, 'packedWeightDelta' | 'workspaceDelta'>) {
  return Math.abs(packedWeightDelta) + Math.abs(workspaceDelta)
}
