// SPDX-License-Identifier: Apache-2.0
import { parentPort, workerData } from 'node:worker_threads'
import type { DocumentEntry, DocumentHead } from '#contract/document'
import { ok, type Result } from '#contract/errors'
import { loadDocument } from '#core/document/read'

// Reads one saved document, whose path is the worker's data, in a thread of its own. It is handed over in parts, each when
// the other side asks for it: taking over all entries of a large one at once would take as long as a fault is seen.

export type FromDocumentWorker =
  | { readonly kind: 'head'; readonly result: Result<DocumentHead> }
  | { readonly kind: 'entry'; readonly entry: DocumentEntry }
  | { readonly kind: 'end' }

const loaded = loadDocument(workerData as string)
let next = 0

async function answer(): Promise<FromDocumentWorker> {
  const document = await loaded
  if (next++ === 0) return { kind: 'head', result: document.ok ? ok({ ...document.value, entries: [] }) : document }
  const entry = document.ok ? document.value.entries[next - 2] : undefined
  return entry === undefined ? { kind: 'end' } : { kind: 'entry', entry }
}

parentPort?.on('message', () => void answer().then((message) => parentPort?.postMessage(message)))
