// SPDX-License-Identifier: Apache-2.0
import type { Entry } from '#contract/document'
import { heldEntries } from '#core/document/entries'
import { documentPieces } from '#core/document/write'

/** Of what saves a document. */
export interface DocumentOrigin {
  readonly appVersion: string
  readonly savedAt: Date
}

/** A saved document of some entries, in pieces. */
export function documentOf({ appVersion, savedAt }: DocumentOrigin, all: readonly Entry[]) {
  const { models, entries } = heldEntries(all)
  const application = { name: 'Convscope', version: appVersion }
  return documentPieces({ application, savedAt: savedAt.toISOString(), models }, entries)
}

/**
 * Exported JSON with the document that it speaks of as the member `document`: Convscope opens that (read.ts), so that every
 * JSON that it writes is one that it reads.
 */
export function withDocument(json: string, of: DocumentOrigin, entries: readonly Entry[]): string {
  if (entries.length === 0) return json
  const document: unknown = JSON.parse([...documentOf(of, entries)].join(''))
  return `${JSON.stringify({ ...JSON.parse(json), document }, null, 2)}\n`
}
