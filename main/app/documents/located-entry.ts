// SPDX-License-Identifier: Apache-2.0
import type { Entry, SavedDocument, SavedModel } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import { entriesOf } from '#core/document/entries'
import type { Message } from '#messages/message'
import { type KeptFile, readKept } from './history/history-file'

/** An entry that is known but need not be read yet; plain data, so that another thread can read it. */
export interface LocatedEntry extends Pick<SavedModel, 'sha256' | 'fileName'> {
  /** What it is to be called; absent: as it was saved. */
  readonly label?: string
  readonly at: { readonly kept: KeptFile } | { readonly here: Entry }
}

/** Reads the entry where that was not done yet. Large ones take a tenth of a second. */
export function readEntry({ at, label }: LocatedEntry): Result<Entry> {
  if ('here' in at) return ok(labelled(at.here, label))
  const document = readKept(at.kept)
  if (!document.ok) return document
  const found = entryOf(document.value, 0)
  return found.ok ? ok(labelled(found.value, label)) : found
}

export function entryOf(document: SavedDocument, index: number): Result<Entry> {
  const entry = entriesOf(document)[index]
  return entry === undefined ? gone({ id: 'problem.noSuchEntry' }) : ok(entry)
}

export function gone(message: Message): Result<never> {
  return fail({ code: 'file/not-found', message, hint: { id: 'hint.reopen' } })
}

function labelled({ model, entry }: Entry, label = entry.label): Entry {
  return { model, entry: { ...entry, label } }
}
