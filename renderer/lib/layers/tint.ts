// SPDX-License-Identifier: Apache-2.0
import type { Comparison, LayerDifference } from '#contract/comparison'
import type { NodeOverlay } from '#contract/history'
import type { RunReport } from '#contract/timeline'
import {
  decisionsByNode,
  differencesByNode,
  type FiguresOfPlan,
  largestFigures,
  measurementsByNode,
  oncePer,
} from './lookups'
import { overlayByNode, overlayRange } from './overlay'

/** What a node is coloured by, other than its algorithm. */
export type TintFigure = 'packed' | 'workspace' | 'time' | 'change' | 'overlay'

export interface TintSources {
  readonly plan: FiguresOfPlan | null
  readonly report: RunReport | null
  readonly comparison: Comparison | null
  readonly overlay: NodeOverlay | null
}

/**
 * A node's figure (bytes, or nanoseconds for time; for change B − A of packed weights and workspace;
 * a node data file's number, whose unit is unknown), or null where it has none.
 */
export function tintFigure(by: TintFigure, node: number, sources: TintSources): number | null {
  const { plan, report, comparison, overlay } = sources
  switch (by) {
    case 'packed':
      return (plan === null ? undefined : decisionsByNode(plan).get(node)?.packedWeightBytes) ?? null
    case 'workspace':
      return (plan === null ? undefined : decisionsByNode(plan).get(node)?.workspaceBytes) ?? null
    case 'time':
      return (report === null ? undefined : measurementsByNode(report).get(node)?.durationNs) ?? null
    case 'change': {
      const difference = comparison === null ? undefined : differencesByNode(comparison).get(node)
      return difference?.changed ? changeOf(difference) : null
    }
    case 'overlay': {
      const value = overlay === null ? undefined : overlayByNode(overlay).get(node)
      return typeof value === 'number' ? value : null
    }
  }
}

/** The largest figure without its sign: what full colour stands for. 0 where there are no figures. */
export function largestTint(by: TintFigure, { plan, report, comparison, overlay }: TintSources): number {
  switch (by) {
    case 'packed':
      return plan === null ? 0 : largestFigures(plan).packed
    case 'workspace':
      return plan === null ? 0 : largestFigures(plan).workspace
    case 'time':
      return report === null ? 0 : longestTime(report)
    case 'change':
      return comparison === null ? 0 : largestChange(comparison)
    case 'overlay':
      return overlay === null ? 0 : overlayRange(overlay).largest
  }
}

/** Whether figures go both ways from 0, which takes two colours. */
export function isSigned(by: TintFigure, { overlay }: TintSources): boolean {
  return by === 'change' || (by === 'overlay' && overlay !== null && overlayRange(overlay).signed)
}

/** Share of full colour, −100..100, in whole percent so that nodes are drawn anew only where it shows. */
export function tintPercent(figure: number | null, largest: number): number {
  return figure === null || largest === 0 ? 0 : Math.round((figure / largest) * 100)
}

export function changeOf({ packedWeightDelta, workspaceDelta }: LayerDifference): number {
  return (packedWeightDelta ?? 0) + (workspaceDelta ?? 0)
}

const longestTime = oncePer((report: RunReport) => Math.max(0, ...report.layers.map((layer) => layer.durationNs)))
const largestChange = oncePer((comparison: Comparison) =>
  Math.max(0, ...comparison.layers.map((layer) => Math.abs(changeOf(layer)))),
)
