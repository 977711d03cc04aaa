import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { fail, ok, type Problem, type ProblemCode, type Result } from '#contract/errors'
import { spoken } from '#contract/messages/say'
import { checkExternalFiles } from './external-files'
import { foreignKind } from './file-kind'
import { looksLikeMnn, readMnn } from './formats/mnn/reader'
import { looksLikeOnnx, readOnnx } from './formats/onnx/reader'
import { looksLikeTflite, readTflite } from './formats/tflite/reader'
import type { Model } from './graph'
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
  readonly model: Model
}

export interface OpenOptions {
  readonly signal?: AbortSignal
  /** 0..1 over both stages. */
  onProgress?(fraction: number, stage: 'reading' | 'parsing'): void
}

/** Share of the whole that reading takes; parsing touches only tables. */
const READING_SHARE = 0.9

/** First bytes that must suffice to tell a model from another file. */
const HEAD_BYTES = 4096

/**
 * Opens a .mnn, .onnx or .tflite file; content decides which, not the extension. The file is read once and
 * not kept: weights are references into it.
 */
export async function openModel(path: string, options: OpenOptions = {}): Promise<Result<OpenedModel>> {
  const absolute = resolve(path)
  const fileName = basename(absolute)
  try {
    await refuseSpecialFile(absolute)
    const { bytes, modifiedMs, sha256 } = await readFile(absolute, {
      signal: options.signal,
      onFraction: (fraction) => options.onProgress?.(fraction * READING_SHARE, 'reading'),
      checkHead,
    })
    options.onProgress?.(READING_SHARE, 'parsing')
    const read = parse(absolute, bytes)
    const model = await checkExternalFiles({ ...read, fileName }, absolute, bytes.length)
    options.signal?.throwIfAborted()
    options.onProgress?.(1, 'parsing')
    return ok({ path: absolute, fileName, fileBytes: bytes.length, modifiedMs, sha256, model })
  } catch (error) {
    return fail({ ...problemOf(error, fileName, options.signal), file: absolute })
  }
}

/** Model of a file's content. Throws ReadError. */
function parse(path: string, bytes: Uint8Array): Model {
  if (looksLikeTflite(bytes)) return readTflite(path, bytes)
  return looksLikeMnn(bytes, bytes.length) ? readMnn(path, bytes) : readOnnx(path, bytes)
}

/** Opening a pipe would wait for its writer, so it is refused before. */
async function refuseSpecialFile(path: string): Promise<void> {
  const info = await stat(path)
  if (!info.isFile() && !info.isDirectory()) {
    throw new ReadError('model/not-a-model', 'it is not a regular file')
  }
}

function checkHead(head: Uint8Array, fileBytes: number): void {
  const start = head.subarray(0, HEAD_BYTES)
  const kind = foreignKind(start)
  if (kind !== undefined) throw new ReadError('model/not-a-model', `it is ${kind}`)
  if (!looksLikeTflite(head) && !looksLikeMnn(head, fileBytes) && !looksLikeOnnx(head)) {
    throw new ReadError('model/not-a-model', 'it is neither an MNN nor an ONNX nor a TensorFlow Lite model')
  }
}

const KNOWN_FORMATS = 'Convscope opens .mnn (MNN 1.0.1 and later), .onnx and .tflite files.'

const SYSTEM_ERRORS: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ENOENT: ['file/not-found', 'there is no such file'],
  ENOTDIR: ['file/not-found', 'there is no such file'],
  EACCES: ['file/unreadable', 'reading it is not permitted'],
  EPERM: ['file/unreadable', 'reading it is not permitted'],
  EISDIR: ['model/not-a-model', 'it is a folder'],
  // A path with a null character.
  ERR_INVALID_ARG_VALUE: ['file/not-found', 'there is no such file'],
}

function problemOf(error: unknown, fileName: string, signal: AbortSignal | undefined): Problem {
  if (error instanceof ReadError) {
    const node = error.node === undefined ? {} : { node: error.node }
    const hint = error.code === 'model/not-a-model' ? { hint: spoken(KNOWN_FORMATS) } : {}
    return { code: error.code, message: spoken(`${fileName} cannot be opened: ${error.message}.`), ...node, ...hint }
  }
  if (signal?.aborted) return { code: 'cancelled', message: spoken(`Opening ${fileName} was cancelled.`) }
  const { code: systemCode = '', syscall } = error as NodeJS.ErrnoException
  const known = SYSTEM_ERRORS[systemCode]
  // Neither of the file system nor of the path: a mistake of ours.
  if (known === undefined && syscall === undefined) throw error
  const [code, cause] = known ?? ['file/unreadable', `the system reports ${systemCode}`]
  return { code, message: spoken(`${fileName} cannot be opened: ${cause}.`) }
}
