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
  /** B − A, all layers together; null where that of one is not known. */
  readonly packedWeightDelta: number | null
  /** B − A of the layer where it is largest: workspaces are reused and do not add up; null as above. */
  readonly workspaceDelta: number | null
}

/** Equal for layers of one shape that change alike. */
export function changeKey({ shape, a, b }: Pick<ChangeGroup, 'shape' | 'a' | 'b'>): string {
  const parts: unknown[] = [JSON.stringify(shape), a.algorithm, a.unit, b.algorithm, b.unit]
  return JSON.stringify(parts)
}

/** The layers that change, in groups, the one that changes most bytes first. */
export function changeGroups(layers: readonly LayerDifference[]): readonly ChangeGroup[] {
  const groups = new Map<string, LayerDifference[]>()
  for (const layer of layers) {
    if (!layer.changed) continue
    const { shape, a, b } = layer
    const key = changeKey({ shape, a, b })
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
  const packed = layers.map(({ packedWeightDelta }) => packedWeightDelta)
  const workspaces = layers.map(({ workspaceDelta }) => workspaceDelta)
  return {
    shape: first.shape,
    a: first.a,
    b: first.b,
    layers,
    packedWeightDelta: known(packed)?.reduce((sum, delta) => sum + delta, 0) ?? null,
    workspaceDelta:
      known(workspaces)?.reduce((most, delta) => (Math.abs(delta) > Math.abs(most) ? delta : most)) ?? null,
  }
}

function known(figures: readonly (number | null)[]): readonly number[] | null {
  return figures.every((figure) => figure !== null) ? (figures as readonly number[]) : null
}

function bytesOf({ packedWeightDelta, workspaceDelta }: Pick<ChangeGroup, 'packedWeightDelta' | 'workspaceDelta'>) {
  return Math.abs(packedWeightDelta ?? 0) + Math.abs(workspaceDelta ?? 0)
}
