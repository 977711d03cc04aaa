// SPDX-License-Identifier: Apache-2.0
import { constants, readFileSync, statSync } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { FileRefusal } from './file-cause'

// What people name, and what models name, is read here only: a pipe would wait for its writer, a device never ends, and a
// file system whose server is gone never answers.

export interface RegularFile {
  readonly file: FileHandle
  readonly size: number
  readonly modifiedMs: number
}

/** A file system that has not answered by then is taken for dead, in milliseconds. */
const PATIENCE_MS = 15_000

/** Opens a regular file for reading. Rejects with FileRefusal or an error of the system. */
export async function openRegular(path: string): Promise<RegularFile> {
  refuseUnlessRegular(await answered(stat(path)))
  // Another program may have put a pipe in its place meanwhile. Windows knows no such flag.
  const opening = open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const file = await answered(opening).catch((error: unknown) => {
    void opening.then((late) => late.close()).catch(() => {})
    throw error
  })
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
export async function openAsFound(realPath: string): Promise<FileHandle> {
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
