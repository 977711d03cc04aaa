// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import * as v from 'valibot'
import type { SavedDocument } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import { FileRefusal, readingCause } from '#core/model/file-cause'
import { readRegularText } from '#core/model/regular-file'
import type { DocumentCause } from '#messages/en/files'
import { otherOutput } from './other-output'
import { DOCUMENT_SCHEMA, DOCUMENT_SCHEMA_VERSION, documentSchema } from './schema'
import { documentOfVersion1 } from './version-1'
import { documentOfVersion2 } from './version-2'

/** Of file names, without the dot; documents were called .json at first, as other files of Convscope still are. */
export const DOCUMENT_EXTENSIONS: readonly string[] = ['convscope', 'json']

const EARLIER: ReadonlyMap<unknown, typeof documentSchema> = new Map([
  [1, documentOfVersion1],
  [2, documentOfVersion2],
])

/** A plan of a thousand layers with its run takes about 3 MB. */
const LARGEST_FILE = 512 * 2 ** 20
const LONGEST_DETAIL = 140

/**
 * The document in a JSON text. What is no document, or a damaged one, is refused with one sentence
 * that names `source` (a file name) and the first member that is wrong.
 */
export function readDocument(text: string, source: string): Result<SavedDocument> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return refused(source, {
      id: 'document.noJson',
      detail: shortened(error instanceof Error ? error.message : String(error)),
    })
  }
  json = heldDocument(json)
  const { schema, schemaVersion } = Object(json) as { schema?: unknown; schemaVersion?: unknown }
  if (schema !== DOCUMENT_SCHEMA) {
    const what = otherOutput(json)
    return refused(source, what === null ? { id: 'document.foreign' } : { id: 'document.output', what })
  }
  if (typeof schemaVersion === 'number' && schemaVersion > DOCUMENT_SCHEMA_VERSION) {
    return refused(source, { id: 'document.later', schemaVersion })
  }
  const versioned = EARLIER.get(schemaVersion) ?? documentSchema
  const parsed = v.safeParse(versioned, json, { abortEarly: true })
  if (parsed.success) return ok(parsed.output)
  const [issue] = parsed.issues
  return refused(source, causeOf(issue))
}

/** Other JSON of Convscope holds the document that it speaks of (export/held-document.ts). */
function heldDocument(json: unknown): unknown {
  const { schema, document } = Object(json) as { schema?: unknown; document?: unknown }
  const held = schema !== DOCUMENT_SCHEMA && (Object(document) as { schema?: unknown }).schema === DOCUMENT_SCHEMA
  return held ? document : json
}

function causeOf(issue: v.BaseIssue<unknown>): DocumentCause {
  const member = v.getDotPath(issue)
  // A text that is checked is a name, which later versions may know.
  const name = issue.type === 'picklist' || (issue.type === 'check' && typeof issue.input === 'string')
  if (name && member !== null) {
    return { id: 'document.unknownValue', member, value: shortened(issue.received) }
  }
  if (issue.type === 'strict_object' && issue.expected === 'never' && member !== null) {
    return { id: 'document.unknownSetting', member }
  }
  return { id: 'document.invalid', member, detail: shortened(issue.message) }
}

/** Reads a saved document from a file. */
export async function loadDocument(path: string): Promise<Result<SavedDocument>> {
  const text = await readText(path)
  if (!text.ok) return text
  const document = readDocument(text.value, basename(path))
  return document.ok ? document : fail({ ...document.problem, file: path })
}

/** The text of a file that is not unreasonably large. */
export async function readText(path: string): Promise<Result<string>> {
  const name = basename(path)
  try {
    return ok(await readRegularText(path, LARGEST_FILE, new FileRefusal({ id: 'file.over512MiB' })))
  } catch (error) {
    const why = readingCause(error)
    const code = why.id === 'file.missing' ? 'file/not-found' : 'file/unreadable'
    return fail({ code, message: { id: 'problem.notRead', file: name, why }, file: path })
  }
}

function refused(source: string, why: DocumentCause): Result<never> {
  return fail({ code: 'document/invalid', message: { id: 'problem.notDocument', source, why } })
}

/** Part of a sentence: on one line, without a full stop, and not as long as a file may make it. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\.$/, '')
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL - 1)}…` : line
}
