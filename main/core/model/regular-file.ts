// SPDX-License-Identifier: Apache-2.0
import { constants, readFileSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { answered } from './answered'
import { FileRefusal } from './file-cause'
import { ForeignFile, type ReadBytes } from './foreign-file'
import { isForeign } from './foreign-file-systems'
import { asArgument, ask, patienceFor } from './foreign-programs'
import { infoOf, isRealPath, type PathInfo } from './named-paths'

// What people name, and what models name, is read here only: a pipe would wait for its writer, a device never ends, and a
// file system whose server is gone never answers.

export interface RegularFile {
  readonly file: PatientFile
  readonly size: number
  readonly modifiedMs: number
}

/** Bytes of a foreign file that are waited for together: where many are, it is soon known that none comes any more. */
const AT_ONCE = 2 ** 18

/** A file that is open for reading. Rejects with FileRefusal where its file system no longer answers. */
export interface PatientFile {
  read(into: Uint8Array, offset: number, length: number, position: number): Promise<ReadBytes>
  stat(): Promise<PathInfo>
  close(): Promise<void>
}

function localFile(handle: FileHandle): PatientFile {
  let isDead = false
  const watched = <T>(answer: Promise<T>, patienceMs?: number): Promise<T> =>
    answered(answer, patienceMs).catch((error: unknown) => {
      isDead ||= error instanceof FileRefusal
      throw error
    })
  return {
    read: (into, offset, length, position) => watched(handle.read(into, offset, length, position), patienceFor(length)),
    stat: () => watched(handle.stat()),
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
    async read(into, offset, length, position) {
      let done = 0
      try {
        while (done < length) {
          const part = Math.min(AT_ONCE, length - done)
          const { bytesRead } = await answered(file.read(into, offset + done, part, position + done), patienceFor(part))
          done += bytesRead
          if (bytesRead < part) break
        }
        return { bytesRead: done }
      } catch (error) {
        file.close()
        throw error
      }
    },
    stat: () => infoOf(path),
    close: async () => file.close(),
  }
}

/** Opens a regular file for reading. Rejects with FileRefusal or an error of the system. */
export async function openRegular(path: string): Promise<RegularFile> {
  return isForeign(path) ? openForeign(path) : openLocal(path)
}

async function openForeign(path: string): Promise<RegularFile> {
  const info = await infoOf(path)
  refuseUnlessRegular(info)
  await askForAByte(path)
  return { file: foreignFile(path), size: info.size, modifiedMs: info.mtimeMs }
}

/** Rejects where a file cannot be opened, or its file system does not answer. A pipe is not waited for. */
export async function askForAByte(path: string): Promise<void> {
  await ask('dd', [`if=${asArgument(path)}`, 'of=/dev/null', 'bs=1', 'count=1', 'iflag=nonblock'])
}

/** With patience too: elsewhere than on Linux it is not known what is foreign. */
async function openLocal(path: string): Promise<RegularFile> {
  refuseUnlessRegular(await infoOf(path))
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

/** The text of a regular file of at most `mostBytes`. Rejects with FileRefusal or an error of the system. */
export async function readRegularText(path: string, mostBytes: number, tooLarge: FileRefusal): Promise<string> {
  return (await readRegular(path, mostBytes, tooLarge)).toString('utf8')
}

/** The same of its bytes. */
export async function readRegular(path: string, mostBytes: number, tooLarge: FileRefusal): Promise<Buffer> {
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
    return bytes.subarray(0, length)
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
