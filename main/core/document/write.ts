// SPDX-License-Identifier: Apache-2.0
import type { SavedDocument, SavedEntry, SavedModel, SavedRun } from '#contract/document'
import type { EventLog } from '#contract/event-log'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import type { Message } from '#messages/message'
import { english } from '#messages/say'
import { DOCUMENT_SCHEMA, DOCUMENT_SCHEMA_VERSION } from './schema'
import { withSentences } from './sentences'
import { savedTimeline } from './timeline'

/** The model without its weights; paths of the user's machine stay out. */
export function savedModel(view: ModelView): SavedModel {
  const { fileName, format, sha256, fileBytes, weightBytes } = view
  return {
    name: fileName.replace(/(?!^)\.[^.]*$/, ''),
    fileName,
    format,
    sha256,
    fileBytes,
    weightBytes,
    inputs: view.inputs.map(({ name, dims }) => ({ name, dims })),
    nodes: view.nodes.map(({ name, op, outputs }) => ({
      name,
      op,
      dims: view.tensors[outputs[0] ?? -1]?.dims ?? null,
    })),
  }
}

/** One configuration's plan, with the run that executed it where there is one. */
export function savedEntry(
  label: string,
  plan: Plan,
  run?: { readonly report: RunReport; readonly log: EventLog },
): SavedEntry {
  const { modelId: _model, configuration, ...rest } = plan
  if (run === undefined) return { label, configuration, plan: rest }
  return { label, configuration, plan: rest, run: savedRun(run.report, run.log) }
}

/** A run as it is saved, apart from the plan that it executed. */
export function savedRun(of: RunReport, log: EventLog): SavedRun {
  const { runId: _run, modelId: _model, configuration: _planned, ...report } = of
  return { report, timeline: savedTimeline(log) }
}

/** The document as JSON text; README.md describes it. */
export function writeDocument(document: SavedDocument): string {
  const { entries, ...head } = document
  return [...documentPieces(head, entries)].join('')
}

/** The same in pieces, of which each entry is one: they are asked for one by one, and so is the text. */
export function* documentPieces(
  head: Omit<SavedDocument, 'entries'>,
  entries: Iterable<SavedEntry>,
): Generator<string, void, undefined> {
  const opening = { schema: DOCUMENT_SCHEMA, schemaVersion: DOCUMENT_SCHEMA_VERSION, ...head }
  yield JSON.stringify(opening).slice(0, -1)
  let before = ',"entries":['
  for (const entry of entries) {
    yield before + JSON.stringify(withSentences(entry, said))
    before = ','
  }
  yield ']}\n'
}

/** A sentence in English, for people and programs that read the file, and the message that it was made of. */
function said(message: Message) {
  return message.id === 'text' ? { text: message.text } : { text: english(message), message }
}
