// SPDX-License-Identifier: Apache-2.0
import type { Entry } from '#contract/document'
import { unknownMessages } from '#messages/bill'
import type { Message, MessageId } from '#messages/message'
import { sameMessage } from '#messages/say'

/** What is said where figures lack something: a part that no rule models, or that was not looked at. */
const LEFT_OUT: ReadonlySet<MessageId> = new Set<MessageId>([
  'note.leftOut',
  // How an engine keeps the memory of bodies is not modelled.
  'note.bodies',
  'note.unknownShapes',
  'note.awaitsValues',
  'note.cannotExecute',
  'note.unsupported',
  'warning.severalGraphs',
  'warning.shapesStop',
  'warning.subGraphs',
])

/** What is said where weights are not there. */
const NO_WEIGHTS: ReadonlySet<MessageId> = new Set<MessageId>(['warning.stripped', 'warning.weightsFile'])

/** What is said where the file leaves sizes open that nobody gave. */
const ASSUMED: ReadonlySet<MessageId> = new Set<MessageId>(['warning.assumed'])

/** What is said of an entry, once each: of its model as it was opened, then of its plan. */
export function saidOf({ model, entry }: Entry): readonly Message[] {
  const warnings = model.warnings ?? []
  return [...warnings, ...entry.plan.notes.filter((note) => !warnings.some((warning) => sameMessage(warning, note)))]
}

/** Why the figures of an entry are no more than a lower bound, one sentence each; none where they hold everything. */
export function gapsOf(entry: Entry): readonly Message[] {
  const nameOf = (node: number) => entry.model.nodes[node]?.name ?? ''
  return [...saidOf(entry).filter(({ id }) => LEFT_OUT.has(id)), ...unknownMessages(entry.entry.plan, nameOf)]
}

export function missingWeightsOf(entry: Entry): readonly Message[] {
  return saidOf(entry).filter(({ id }) => NO_WEIGHTS.has(id))
}

export function assumedSizesOf(entry: Entry): readonly Message[] {
  return saidOf(entry).filter(({ id }) => ASSUMED.has(id))
}
