// SPDX-License-Identifier: Apache-2.0
import { parentPort } from 'node:worker_threads'
import type { Entry } from '#contract/document'
import { ok, type Result } from '#contract/errors'
import { type ExportOrder, exportText } from '#core/export/order'
import { type LocatedEntry, readEntry } from '../documents/located-entry'

// Makes one export in a thread of its own. What it is made of comes in messages: first the order, then its entries one by
// one, since each takes time to be copied.

export interface ExportStart {
  readonly order: ExportOrder
  readonly entries: number
}

export type FromExportWorker =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  /** 0..1. */
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'end'; readonly result: Result<void> }

const port = parentPort
let start: ExportStart | null = null
const located: LocatedEntry[] = []

port?.on('message', (message: ExportStart | LocatedEntry) => {
  if (start === null) start = message as ExportStart
  else located.push(message as LocatedEntry)
  if (located.length < start.entries) return
  tell({ kind: 'end', result: make(start.order) })
})

function make(order: ExportOrder): Result<void> {
  const entries: Entry[] = []
  for (const each of located) {
    const entry = readEntry(each)
    if (!entry.ok) return entry
    entries.push(entry.value)
    tell({ kind: 'progress', fraction: entries.length / located.length / 2 })
  }
  const text = exportText(order, entries)
  if (!text.ok) return text
  const { pieces, count } = text.value
  let made = 0
  for (const piece of pieces) {
    const bytes = new TextEncoder().encode(piece)
    port?.postMessage({ kind: 'piece', bytes } satisfies FromExportWorker, [bytes.buffer])
    made += 1
    tell({ kind: 'progress', fraction: (1 + made / count) / 2 })
  }
  return ok(undefined)
}

function tell(message: FromExportWorker): void {
  port?.postMessage(message)
}
