// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileRefusal } from '#core/model/file-cause'
import type { FileSink } from '../host'

/** Bytes after which the disk is waited for: else all of a slow one's time would pass after the last write. */
const FLUSH_EVERY = 4 * 2 ** 20

/**
 * A file that appears whole or not at all: it is written beside `path` under another name, and renamed at the end. Links
 * are followed, and a file that is there keeps its permissions.
 */
export function atomicFile(path: string): FileSink {
  let opened: Promise<{ readonly file: FileHandle; readonly part: string; readonly target: string }> | null = null
  let waiting = 0

  async function begin() {
    const target = await realpath(path).catch(() => path)
    const there = await stat(target).catch(() => null)
    if (there !== null && !there.isFile()) throw new FileRefusal({ id: 'file.notRegular' })
    const part = join(dirname(target), `.convscope-${randomBytes(6).toString('hex')}.part`)
    const file = await open(part, 'wx')
    try {
      if (there !== null) await file.chmod(there.mode)
    } catch (error) {
      await file.close()
      await rm(part, { force: true })
      throw error
    }
    return { file, part, target }
  }
  const started = () => {
    opened ??= begin()
    return opened
  }
  const flush = async () => {
    waiting = 0
    await (await started()).file.datasync()
  }

  return {
    path,
    async write(bytes) {
      const { file } = await started()
      await file.writeFile(bytes)
      waiting += bytes.length
      if (waiting >= FLUSH_EVERY) await flush()
    },
    flush,
    async finish() {
      const { file, part, target } = await started()
      await file.close()
      await rename(part, target)
    },
    async discard() {
      const begun = await opened?.catch(() => null)
      if (begun == null) return
      await begun.file.close().catch(() => {})
      await rm(begun.part, { force: true })
    },
  }
}
