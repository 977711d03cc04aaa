// SPDX-License-Identifier: Apache-2.0
import type { Entry } from '#contract/document'
import { documentPieces } from '#core/document/write'

/** Of what saves a document. */
export interface DocumentHead {
  readonly appVersion: string
  readonly savedAt: Date
}

/** A saved document of entries of one model, in pieces. */
export function documentOf({ appVersion, savedAt }: DocumentHead, [first, ...others]: readonly [Entry, ...Entry[]]) {
  const application = { name: 'Convscope', version: appVersion }
  const head = { application, savedAt: savedAt.toISOString(), model: first.model }
  return documentPieces(
    head,
    [first, ...others].map(({ entry }) => entry),
  )
}

/**
 * Exported JSON with the document that it speaks of as the member `document`: Convscope opens that (read.ts), so that every
 * JSON that it writes is one that it reads. Entries of several models are in no document: then it stays as it is.
 */
export function withDocument(json: string, head: DocumentHead, entries: readonly Entry[]): string {
  const [first, ...others] = entries
  if (first === undefined || others.some(({ model }) => model.sha256 !== first.model.sha256)) return json
  const document: unknown = JSON.parse([...documentOf(head, [first, ...others])].join(''))
  return `${JSON.stringify({ ...JSON.parse(json), document }, null, 2)}\n`
}
