// SPDX-License-Identifier: Apache-2.0
import type { Entry, SavedModel } from '#contract/document'
import type { Message, MessageId } from '#messages/message'

/** What is said where figures lack something: a part that no rule models, or that was not looked at. */
const LEFT_OUT: ReadonlySet<MessageId> = new Set<MessageId>([
  'note.leftOut',
  // How an engine keeps the memory of bodies is not modelled.
  'note.bodies',
  'note.unknownShapes',
  'note.cannotExecute',
  'warning.severalGraphs',
  'warning.subGraphs',
])

/** What is said where weights are not there. */
const NO_WEIGHTS: ReadonlySet<MessageId> = new Set<MessageId>(['warning.stripped', 'warning.weightsFile'])

/** Why the figures of an entry are no more than a lower bound, one sentence each; none where they hold everything. */
export function gapsOf({ model, entry }: Entry): readonly Message[] {
  return [...(model.warnings ?? []), ...entry.plan.notes].filter(({ id }) => LEFT_OUT.has(id))
}

export function missingWeightsOf({ warnings = [] }: Pick<SavedModel, 'warnings'>): readonly Message[] {
  return warnings.filter(({ id }) => NO_WEIGHTS.has(id))
}
