// SPDX-License-Identifier: Apache-2.0
import type { Plan } from './plan'
import type { LayerMeasurement, RunReport } from './timeline'

/** Whether a run held something for a node. */
export function holds({ packedWeightBytes, workspaceBytes }: LayerMeasurement): boolean {
  return packedWeightBytes + workspaceBytes > 0
}

/** Node ids with a row in tables of layers, in execution order: the plan's, and those for which a run held something. */
export function rowNodes(
  { decisions }: Pick<Plan, 'decisions'>,
  report: Pick<RunReport, 'layers'> | undefined,
): readonly number[] {
  const holding = (report?.layers ?? []).filter(holds)
  return [...new Set([...decisions, ...holding].map(({ node }) => node))].sort((a, b) => a - b)
}
