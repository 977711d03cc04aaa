// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { SavedDocument } from '#contract/document'
import { readDocument } from '#core/document/read'
import { english } from '#messages/say'

/** The text of a document that an earlier version saved: test/fixtures/documents/NAME.gz. */
export function oldDocument(name: string): string {
  const file = new URL(`../../fixtures/documents/${name}.gz`, import.meta.url)
  return gunzipSync(readFileSync(file)).toString()
}

/** Reads a document that must be one. */
export function readOld(text: string, fileName: string): SavedDocument {
  const document = readDocument(text, fileName)
  if (!document.ok) throw new Error(english(document.problem.message))
  return document.value
}
