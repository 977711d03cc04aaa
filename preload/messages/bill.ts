// SPDX-License-Identifier: Apache-2.0
import { isUnknown, type Plan, type WorkspaceSection } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import type { Message } from './message'

type Billed = Pick<Plan, 'decisions' | 'totals' | 'packedBeside' | 'workspaceNote' | 'leftOut'>

/**
 * How a plan's rows add up to its totals: what is not known, packed weights, workspace. `nameOf` names a node.
 */
export function billMessages(plan: Billed, nameOf: (node: number) => string): Message[] {
  return [
    ...unknownMessages(plan, nameOf),
    ...packedMessages(plan),
    ...(plan.workspaceNote ? [plan.workspaceNote] : []),
  ]
}

type MeasuredBill = Pick<RunReport, 'layers' | 'peak'> & Partial<Pick<RunReport, 'packedWeightBytes' | 'endedEarly'>>

/** What of the packed weights that a run held is in no layer. */
export function measuredBeside({ layers, peak, packedWeightBytes, endedEarly }: MeasuredBill): WorkspaceSection[] {
  // A run that ended early has measured no layer to its end.
  if (endedEarly !== undefined) return []
  const rows = layers.reduce((sum, layer) => sum + layer.packedWeightBytes, 0)
  const bytes = (packedWeightBytes ?? peak.packedWeights) - rows
  return bytes === 0 ? [] : [{ name: { id: 'bill.constants' }, bytes }]
}

/** How what a run measured of its layers adds up to what it held. */
export function measuredBill(report: MeasuredBill, nameOf: (node: number) => string): Message[] {
  const { layers, peak, packedWeightBytes: total = peak.packedWeights } = report
  if (report.endedEarly !== undefined) return []
  const beside = measuredBeside(report)
  const rows = layers.reduce((sum, { packedWeightBytes }) => sum + packedWeightBytes, 0)
  const [largest] = [...layers].sort((a, b) => b.workspaceBytes - a.workspaceBytes)
  return [
    ...(total === 0 ? [] : [{ id: 'bill.packed', total, rows, beside } as const]),
    ...(largest === undefined || largest.workspaceBytes === 0
      ? []
      : [{ id: 'bill.workspaceLargest', first: nameOf(largest.node), own: largest.workspaceBytes } as const]),
  ]
}

/** Why the totals are no more than a lower bound; none where they hold everything. */
export function unknownMessages(
  { decisions, leftOut }: Pick<Plan, 'decisions' | 'leftOut'>,
  nameOf: (node: number) => string,
): Message[] {
  const unknown = decisions.filter(isUnknown)
  const [layer] = unknown
  const [node] = leftOut
  return [
    ...(layer === undefined
      ? []
      : [{ id: 'bill.unknown', layers: unknown.length, first: nameOf(layer.node), why: layer.reason } as const]),
    ...(node === undefined ? [] : [{ id: 'bill.leftOut', nodes: leftOut.length, first: nameOf(node) } as const]),
  ]
}

function packedMessages({ decisions, totals, packedBeside }: Billed): Message[] {
  if (totals.packedWeights === 0) return []
  const rows = decisions.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
  return [{ id: 'bill.packed', total: totals.packedWeights, rows, beside: packedBeside }]
}
