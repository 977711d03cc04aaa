// SPDX-License-Identifier: Apache-2.0
import type { Node } from './graph'
import type { ShapedModel } from './shapes'

/**
 * Whether a node that cannot be executed now may be once a run has computed what it waits for, or may never run: it stands in
 * a body whose condition is not known yet.
 */
export function isDecidedInRun({ awaited, constants }: ShapedModel, { id, operation, conditions = [] }: Node): boolean {
  if (operation.kind === 'RoundInput' || operation.kind === 'RoundResult') return true
  return awaited.has(id) || conditions.some(({ tensor }) => !constants.has(tensor))
}
