// SPDX-License-Identifier: Apache-2.0
import { isUnknown, type Plan } from '#contract/plan'
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
