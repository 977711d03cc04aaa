import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import * as v from 'valibot'
import type { SavedDocument } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import { spoken } from '#contract/messages/say'
import { DOCUMENT_SCHEMA, DOCUMENT_SCHEMA_VERSION, documentSchema } from './schema'

/** A plan of a thousand layers with its run takes about 3 MB. */
const LARGEST_FILE = 512 * 2 ** 20
const LONGEST_CAUSE = 160

/**
 * The document in a JSON text. What is no document, or a damaged one, is refused with one sentence
 * that names `source` (a file name) and the first member that is wrong.
 */
export function readDocument(text: string, source: string): Result<SavedDocument> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return refused(source, `it is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { schema, schemaVersion } = Object(json) as { schema?: unknown; schemaVersion?: unknown }
  if (schema !== DOCUMENT_SCHEMA) return refused(source, 'it is no document that Convscope saved')
  if (typeof schemaVersion === 'number' && schemaVersion > DOCUMENT_SCHEMA_VERSION) {
    return refused(source, `it was saved by a later version of Convscope (schema ${schemaVersion})`)
  }
  const parsed = v.safeParse(documentSchema, json, { abortEarly: true })
  if (parsed.success) return ok(parsed.output)
  const [issue] = parsed.issues
  return refused(source, causeOf(issue))
}

function causeOf(issue: v.BaseIssue<unknown>): string {
  const member = v.getDotPath(issue) ?? 'it'
  if (issue.type === 'picklist') return `${member} is ${issue.received}, which this version of Convscope does not know`
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `${member} is a setting that this version of Convscope does not know`
  }
  return `${member}: ${issue.message}`
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
    const { size } = await stat(path)
    if (size > LARGEST_FILE) return refused(name, 'it is larger than 512 MiB')
    return ok(await readFile(path, 'utf8'))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const cause = missing ? 'there is no such file' : error instanceof Error ? error.message : String(error)
    const code = missing ? 'file/not-found' : 'file/unreadable'
    return fail({ code, message: spoken(`${name} could not be read: ${cause}.`), file: path })
  }
}

function refused(source: string, cause: string): Result<never> {
  const line = cause.replace(/\s+/g, ' ').replace(/\.$/, '')
  const short = line.length > LONGEST_CAUSE ? `${line.slice(0, LONGEST_CAUSE - 1)}…` : line
  return fail({
    code: 'document/invalid',
    message: spoken(`${source} cannot be opened as a saved document: ${short}.`),
  })
}
