import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { ReadError } from './read-error'

export interface FileContent {
  readonly bytes: Buffer
  readonly modifiedMs: number
  readonly sha256: string
}

const CHUNK_BYTES = 8 << 20

/** Offsets in both formats are 32-bit: no single file can be larger. */
const MAX_BYTES = 2 ** 31 - 1

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  onFraction(fraction: number): void
  /** Called with the first bytes; throws to refuse the file before the rest is read. */
  checkHead(head: Uint8Array, fileBytes: number): void
}

/**
 * Reads a regular file whole and hashes it on the way. Throws ReadError, node's system errors, and
 * the signal's reason where it was cancelled.
 */
export async function readFile(path: string, options: ReadOptions): Promise<FileContent> {
  const file = await open(path, 'r')
  try {
    const stat = await file.stat()
    if (!stat.isFile()) {
      throw new ReadError('model/not-a-model', { id: stat.isDirectory() ? 'file.folder' : 'file.notRegular' })
    }
    if (stat.size === 0) throw new ReadError('model/not-a-model', { id: 'file.empty' })
    const bytes = await readAll(file, stat.size, options)
    return { bytes: bytes.content, modifiedMs: stat.mtimeMs, sha256: bytes.sha256 }
  } finally {
    await file.close()
  }
}

async function readAll(file: FileHandle, size: number, options: ReadOptions) {
  const content = allocate(size)
  const hash = createHash('sha256')
  let done = 0
  while (done < size) {
    options.signal?.throwIfAborted()
    const { bytesRead } = await file.read(content, done, Math.min(CHUNK_BYTES, size - done), done)
    if (bytesRead === 0) throw new ReadError('file/changed', { id: 'file.shrank' })
    if (done === 0) options.checkHead(content.subarray(0, bytesRead), size)
    hash.update(content.subarray(done, done + bytesRead))
    done += bytesRead
    options.onFraction(done / size)
  }
  options.signal?.throwIfAborted()
  return { content, sha256: hash.digest('hex') }
}

function allocate(size: number): Buffer {
  if (size > MAX_BYTES) throw new ReadError('model/too-large', { id: 'file.over2GiB' })
  try {
    return Buffer.allocUnsafeSlow(size)
  } catch {
    throw new ReadError('model/too-large', { id: 'file.noMemory', bytes: size })
  }
}
