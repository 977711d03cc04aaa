// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { ReadError } from './read-error'
import { openRegular, type PatientFile } from './regular-file'

export interface FileContent<Head> {
  /** What `judgeHead` answered. */
  readonly head: Head
  readonly bytes: Buffer
  readonly modifiedMs: number
  readonly sha256: string
}

const CHUNK_BYTES = 8 << 20

/** Offsets in the formats are 32-bit: no single file can be larger. */
const MAX_BYTES = 2 ** 31 - 1

export interface ReadOptions<Head> {
  readonly signal?: AbortSignal | undefined
  onFraction(fraction: number): void
  /** Called with the first bytes; throws to refuse the file before the rest is read. */
  judgeHead(head: Uint8Array, fileBytes: number): Head
}

/**
 * Reads a regular file whole and hashes it on the way. Throws ReadError, FileRefusal, node's system errors, and
 * the signal's reason where it was cancelled.
 */
export async function readFile<Head>(path: string, options: ReadOptions<Head>): Promise<FileContent<Head>> {
  const { file, size, modifiedMs } = await openRegular(path)
  try {
    if (size === 0) throw new ReadError('model/not-a-model', { id: 'file.empty' })
    return { ...(await readAll(file, size, options)), modifiedMs }
  } finally {
    await file.close()
  }
}

async function readAll<Head>(file: PatientFile, size: number, options: ReadOptions<Head>) {
  const bytes = allocate(size)
  const hash = createHash('sha256')
  const readChunk = async (from: number) => {
    options.signal?.throwIfAborted()
    const { bytesRead } = await file.read(bytes, from, Math.min(CHUNK_BYTES, size - from), from)
    if (bytesRead === 0) throw new ReadError('file/changed', { id: 'file.shrank' })
    hash.update(bytes.subarray(from, from + bytesRead))
    options.onFraction((from + bytesRead) / size)
    return from + bytesRead
  }
  let done = await readChunk(0)
  const head = options.judgeHead(bytes.subarray(0, done), size)
  while (done < size) done = await readChunk(done)
  options.signal?.throwIfAborted()
  return { head, bytes, sha256: hash.digest('hex') }
}

/** The SHA-256 of a regular file, in hexadecimal; null where it has another size. Rejects as `openRegular` does. */
export async function hashOf(path: string, bytes: number): Promise<string | null> {
  const { file, size } = await openRegular(path)
  try {
    if (size !== bytes) return null
    const hash = createHash('sha256')
    const chunk = Buffer.allocUnsafeSlow(Math.max(1, Math.min(CHUNK_BYTES, size)))
    for (let done = 0; done < size; ) {
      const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, size - done), done)
      if (bytesRead === 0) return null
      hash.update(chunk.subarray(0, bytesRead))
      done += bytesRead
    }
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

function allocate(size: number): Buffer {
  if (size > MAX_BYTES) throw new ReadError('model/too-large', { id: 'file.over2GiB' })
  try {
    return Buffer.allocUnsafeSlow(size)
  } catch {
    throw new ReadError('model/too-large', { id: 'file.noMemory', bytes: size })
  }
}
