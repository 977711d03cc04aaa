// SPDX-License-Identifier: Apache-2.0
import { basename, resolve } from 'node:path'
import { fail, ok, type Problem, type ProblemCode, type Result } from '#contract/errors'
import type { FileCause } from '#messages/en/files'
import { checkExternalFiles, isOwnFile } from './external-files'
import { readingCause } from './file-cause'
import { foreignFolder, signedKind, textKind } from './file-kind'
import type { Format } from './formats/format'
import { FORMATS } from './formats/index'
import type { Model } from './graph'
import { type LocalCopies, localCopies } from './local-copies'
import { entriesIn, infoOf } from './named-paths'
import { ReadError } from './read-error'
import { readFile } from './read-file'

export interface OpenedModel {
  /** Absolute. */
  readonly path: string
  readonly fileName: string
  readonly fileBytes: number
  /** Modification time when it was read, epoch milliseconds. */
  readonly modifiedMs: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
  /** Id of a format (formats/index.ts). */
  readonly format: string
  readonly model: Model
}

export interface OpenOptions {
  readonly signal?: AbortSignal
  /** 0..1 over both stages. */
  onProgress?(fraction: number, stage: 'reading' | 'parsing'): void
}

/** Share of the whole that reading takes; parsing touches only tables. */
const READING_SHARE = 0.9

const EXTENSIONS = FORMATS.flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`))

/** First bytes that must suffice to tell a model from another file. */
const HEAD_BYTES = 4096

/**
 * Opens a file of any of the formats; content decides which, not the extension. The file is read once and not kept:
 * weights are references into it.
 */
export async function openModel(path: string, options: OpenOptions = {}): Promise<Result<OpenedModel>> {
  let absolute = resolve(path)
  let fileName = basename(absolute)
  try {
    absolute = await mainFile(absolute)
    fileName = basename(absolute)
    await refuseFolder(absolute)
    const file = await readFile(absolute, {
      signal: options.signal,
      onFraction: (fraction) => options.onProgress?.(fraction * READING_SHARE, 'reading'),
      judgeHead: (head, fileBytes) => formatOf(head, fileBytes, fileName),
    })
    options.onProgress?.(READING_SHARE, 'parsing')
    const { head: format, bytes, modifiedMs, sha256 } = file
    const copies = await localCopies(format.readsBeside?.(absolute) ?? [])
    const read = await parsed(copies, (at) => format.read(absolute, bytes, at))
    const model = await checkExternalFiles({ ...read, fileName }, absolute, bytes.length)
    options.signal?.throwIfAborted()
    options.onProgress?.(1, 'parsing')
    return ok({ path: absolute, fileName, fileBytes: bytes.length, modifiedMs, sha256, format: format.id, model })
  } catch (error) {
    return fail({ ...problemOf(error, fileName, options.signal), file: absolute })
  }
}

async function parsed(copies: LocalCopies, read: (at: LocalCopies['at']) => Model): Promise<Model> {
  try {
    return read(copies.at)
  } finally {
    await copies.remove()
  }
}

/**
 * The model that a file of weights belongs to, where one lies beside it; else the file itself. It was not named by the user,
 * so that it must not be a link to elsewhere.
 */
async function mainFile(path: string): Promise<string> {
  for (const beside of FORMATS.flatMap((format) => format.mainFiles?.(path) ?? []))
    if (await isOwnFile(beside, path)) return beside
  return path
}

/** Some models are folders, of other tools. */
async function refuseFolder(path: string): Promise<void> {
  if (!(await infoOf(path)).isDirectory()) return
  const names = (await entriesIn(path)).map(({ name }) => name)
  const kind = foreignFolder(path, names)
  if (kind !== undefined) throw new ReadError('model/not-a-model', { id: 'file.foreign', kind })
}

/** Throws ReadError where the file is no model. */
function formatOf(head: Uint8Array, fileBytes: number, fileName: string): Format {
  const start = head.subarray(0, HEAD_BYTES)
  const signed = signedKind(start, fileName)
  const format = signed ? undefined : FORMATS.find(({ looksLike }) => looksLike(head, fileBytes))
  if (format !== undefined) return format
  const kind = signed ?? textKind(start)
  if (kind !== undefined) throw new ReadError('model/not-a-model', { id: 'file.foreign', kind })
  throw new ReadError('model/not-a-model', { id: 'file.noModel', formats: FORMATS.map(({ label }) => label) })
}

const CODES: { readonly [id in FileCause['id']]?: ProblemCode } = {
  'file.missing': 'file/not-found',
  'file.folder': 'model/not-a-model',
  'file.notRegular': 'model/not-a-model',
}

function problemOf(error: unknown, fileName: string, signal: AbortSignal | undefined): Problem {
  if (error instanceof ReadError) {
    const node = error.node === undefined ? {} : { node: error.node }
    const hint =
      error.code === 'model/not-a-model' ? ({ hint: { id: 'hint.formats', extensions: EXTENSIONS } } as const) : {}
    return { code: error.code, message: { id: 'problem.cannotOpen', file: fileName, why: error.why }, ...node, ...hint }
  }
  if (signal?.aborted) return { code: 'cancelled', message: { id: 'problem.openingCancelled', file: fileName } }
  const why = readingCause(error)
  // Neither of the file system nor of the path: a mistake of ours.
  if (why.id === 'file.system' && (error as NodeJS.ErrnoException).syscall === undefined) throw error
  return { code: CODES[why.id] ?? 'file/unreadable', message: { id: 'problem.cannotOpen', file: fileName, why } }
}
