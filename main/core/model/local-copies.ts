// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isForeign } from './foreign-file-systems'
import { linkInfoOf, orNull } from './named-paths'
import { openRegular } from './regular-file'

/** Files that are read here and there while a format is parsed, which waits for nothing. */
export interface LocalCopies {
  /** Where a file can be read: as it is, or its copy. */
  at(path: string): string
  remove(): Promise<void>
}

const CHUNK_BYTES = 2 ** 20

/** Copies those that lie on a file system which may not answer. Rejects with FileRefusal or an error of the system. */
export async function localCopies(paths: readonly string[]): Promise<LocalCopies> {
  const copies = new Map<string, string>()
  let folder: string | null = null
  const remove = async () => {
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
  try {
    for (const path of paths.filter((each) => isForeign(each))) {
      // Neither is read through a link that stands where the file should.
      if ((await orNull(linkInfoOf(path)))?.isFile() !== true) continue
      folder ??= await mkdtemp(join(tmpdir(), `convscope-${process.pid}-`))
      const copy = join(folder, String(copies.size))
      await copied(path, copy)
      copies.set(path, copy)
    }
  } catch (error) {
    await remove()
    throw error
  }
  return { at: (path) => copies.get(path) ?? path, remove }
}

async function copied(from: string, to: string): Promise<void> {
  const source = await openRegular(from)
  try {
    const target = await open(to, 'wx', 0o600)
    try {
      const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
      for (let at = 0; ; ) {
        const { bytesRead } = await source.file.read(chunk, 0, CHUNK_BYTES, at)
        if (bytesRead === 0) return
        await target.writeFile(chunk.subarray(0, bytesRead))
        at += bytesRead
      }
    } finally {
      await target.close()
    }
  } finally {
    await source.file.close()
  }
}
