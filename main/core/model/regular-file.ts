// SPDX-License-Identifier: Apache-2.0
import { constants, readFileSync, type Stats, statSync } from 'node:fs'
import { access, type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { FileRefusal } from './file-cause'
import { ForeignFile, type ReadBytes } from './foreign-file'
import { answers, isForeign } from './foreign-file-systems'

// What people name, and what models name, is read here only: a pipe would wait for its writer, a device never ends, and a
// file system whose server is gone never answers.

export interface RegularFile {
  readonly file: PatientFile
  readonly size: number
  readonly modifiedMs: number
}

/** A file system that has not answered by then is taken for dead, in milliseconds. */
const PATIENCE_MS = 15_000

/** The slowest that is taken for alive, in bytes a millisecond. */
const SLOWEST = 64

/** A file that is open for reading. Rejects with FileRefusal where its file system no longer answers. */
export interface PatientFile {
  read(into: Uint8Array, offset: number, length: number, position: number): Promise<ReadBytes>
  stat(): Promise<Stats>
  close(): Promise<void>
}

/** How long a read may take, in milliseconds. */
const patienceFor = (length: number) => PATIENCE_MS + length / SLOWEST

function localFile(handle: FileHandle): PatientFile {
  let isDead = false
  const watched = <T>(answer: Promise<T>, patienceMs: number): Promise<T> =>
    answered(answer, patienceMs).catch((error: unknown) => {
      isDead ||= error instanceof FileRefusal
      throw error
    })
  return {
    read: (into, offset, length, position) => watched(handle.read(into, offset, length, position), patienceFor(length)),
    stat: () => watched(handle.stat(), PATIENCE_MS),
    // What is still under way would be waited for.
    async close() {
      const closing = handle.close()
      if (isDead) closing.catch(() => {})
      else await answered(closing)
    },
  }
}

function foreignFile(path: string): PatientFile {
  const file = new ForeignFile(path)
  return {
    read: (into, offset, length, position) =>
      answered(file.read(into, offset, length, position), patienceFor(length)).catch((error: unknown) => {
        file.close()
        throw error
      }),
    stat: () => answered(stat(path)),
    close: async () => file.close(),
  }
}

/** Rejects with FileRefusal where a path is on a file system that does not answer. */
export async function refuseUnlessAnswering(path: string, patienceMs = PATIENCE_MS): Promise<void> {
  if (!(await answers(path, patienceMs))) throw new FileRefusal({ id: 'file.noAnswer' })
}

/** Opens a regular file for reading. Rejects with FileRefusal or an error of the system. */
export async function openRegular(path: string): Promise<RegularFile> {
  await refuseUnlessAnswering(path)
  return (await isForeign(path)) ? openForeign(path) : openLocal(path)
}

async function openForeign(path: string): Promise<RegularFile> {
  const info = await answered(stat(path))
  refuseUnlessRegular(info)
  await answered(access(path, constants.R_OK))
  return { file: foreignFile(path), size: info.size, modifiedMs: info.mtimeMs }
}

/** With patience too: elsewhere than on Linux it is not known what is foreign. */
async function openLocal(path: string): Promise<RegularFile> {
  refuseUnlessRegular(await answered(stat(path)))
  // Another program may have put a pipe in its place meanwhile. Windows knows no such flag.
  const opening = open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const handle = await answered(opening).catch((error: unknown) => {
    void opening.then((late) => late.close()).catch(() => {})
    throw error
  })
  const file = localFile(handle)
  try {
    const info = await file.stat()
    refuseUnlessRegular(info)
    return { file, size: info.size, modifiedMs: info.mtimeMs }
  } catch (error) {
    await file.close()
    throw error
  }
}

/**
 * Opens a file whose real path was found before (`realPath`), and refuses it where a link has taken the place of the file
 * or of a folder since: it would lead to a file that nobody looked at.
 */
export async function openAsFound(realPath: string): Promise<PatientFile> {
  const { file } = await openRegular(realPath)
  if (await isRealPath(realPath)) return file
  await file.close()
  throw new FileRefusal({ id: 'file.nowLink' })
}

/** Whether no part of an absolute path is a link. */
export async function isRealPath(path: string): Promise<boolean> {
  return (await realpath(path)) === path
}

/** The text of a regular file of at most `mostBytes`. Rejects with FileRefusal or an error of the system. */
export async function readRegularText(path: string, mostBytes: number, tooLarge: FileRefusal): Promise<string> {
  const { file, size } = await openRegular(path)
  try {
    if (size > mostBytes) throw tooLarge
    const bytes = Buffer.allocUnsafeSlow(size)
    let length = 0
    while (length < size) {
      const { bytesRead } = await file.read(bytes, length, size - length, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return bytes.toString('utf8', 0, length)
  } finally {
    await file.close()
  }
}

/** The text of a small file of our own. Throws FileRefusal or an error of the system. */
export function readRegularTextNow(path: string): string {
  refuseUnlessRegular(statSync(path))
  return readFileSync(path, 'utf8')
}

export function refuseUnlessRegular(info: { isFile(): boolean; isDirectory(): boolean }): void {
  if (!info.isFile()) throw new FileRefusal({ id: info.isDirectory() ? 'file.folder' : 'file.notRegular' })
}

/** What a file system answers, unless it does not within `patienceMs`. */
export async function answered<T>(answer: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FileRefusal({ id: 'file.noAnswer' })), patienceMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
