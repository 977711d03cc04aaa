// SPDX-License-Identifier: Apache-2.0
import { type ChangeGroup, changeKey } from '#contract/change-groups'
import type { Comparison, LayerDifference } from '#contract/comparison'

/** A comparison with what its other side goes by. */
export interface LetteredComparison {
  readonly letter: string
  readonly comparison: Comparison
}

/** Which figure of a layer a chart shows. */
export type LayerFigure = 'packedWeightBytes' | 'workspaceBytes'

/** One layer in the per-layer chart. */
export interface DifferenceBar {
  /** Position among the layers in execution order, from 1. */
  readonly position: number
  readonly layer: LayerDifference
  /** null: not known, which has no bar. */
  readonly a: number | null
  readonly b: number | null
  readonly delta: number | null
}

export function differenceBars(comparison: Comparison, figure: LayerFigure): DifferenceBar[] {
  return comparison.layers.map((layer, index) => ({
    position: index + 1,
    layer,
    a: layer.a[figure],
    b: layer.b[figure],
    delta: figure === 'packedWeightBytes' ? layer.packedWeightDelta : layer.workspaceDelta,
  }))
}

/** A row of the table of changes: layers that are alike, or one layer. */
export type ChangeRow =
  | { readonly kind: 'group'; readonly key: string; readonly group: ChangeGroup; readonly open: boolean }
  | { readonly kind: 'layer'; readonly layer: LayerDifference; readonly within: boolean }

/** Groups in their order, and below each that is open its layers; a layer that is like no other stands for itself. */
export function changeRows(groups: readonly ChangeGroup[], opened: ReadonlySet<string>): ChangeRow[] {
  return groups.flatMap((group): ChangeRow[] => {
    const [first, ...more] = group.layers
    if (first === undefined) return []
    if (more.length === 0) return [{ kind: 'layer', layer: first, within: false }]
    const key = changeKey(group)
    const open = opened.has(key)
    const layers = group.layers.map((layer): ChangeRow => ({ kind: 'layer', layer, within: true }))
    return [{ kind: 'group', key, group, open }, ...(open ? layers : [])]
  })
}

/** Σ of B − A over all layers; null where that of one is not known. */
export function packedWeightDelta(comparison: Comparison): number | null {
  return comparison.layers.reduce<number | null>(
    (sum, layer) => (sum === null || layer.packedWeightDelta === null ? null : sum + layer.packedWeightDelta),
    0,
  )
}
