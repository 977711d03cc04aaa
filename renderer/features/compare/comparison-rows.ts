// SPDX-License-Identifier: Apache-2.0
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
  /** Position among the convolutions in execution order, from 1. */
  readonly position: number
  readonly layer: LayerDifference
  readonly a: number
  readonly b: number
  readonly delta: number
}

export function differenceBars(comparison: Comparison, figure: LayerFigure): DifferenceBar[] {
  return comparison.layers.map((layer, index) => ({
    position: index + 1,
    layer,
    a: layer.a[figure],
    b: layer.b[figure],
    delta: layer.b[figure] - layer.a[figure],
  }))
}

/** Changed layers, the largest change first. */
export function changedLayers(comparison: Comparison): LayerDifference[] {
  const weight = (layer: LayerDifference) => Math.abs(layer.packedWeightDelta) + Math.abs(layer.workspaceDelta)
  return comparison.layers.filter((layer) => layer.changed).sort((x, y) => weight(y) - weight(x))
}

export function packedWeightDelta(comparison: Comparison): number {
  return comparison.layers.reduce((sum, layer) => sum + layer.packedWeightDelta, 0)
}
