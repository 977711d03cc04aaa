// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileRefusal } from './model/file-cause'
import { refuseUnlessAnswering } from './model/regular-file'

/** The name of a file that is not whole yet; a process that was killed leaves it. */
export const UNFINISHED = /^\.convscope-[0-9a-f]{16}\.part$/

const besides = (target: string) => join(dirname(target), `.convscope-${randomBytes(8).toString('hex')}.part`)

/** Bytes after which the disk is waited for: else all of a slow one's time would pass after the last write. */
const FLUSH_EVERY = 4 * 2 ** 20

/** A file that appears whole or not at all: it is written beside its path under another name, and renamed at the end. */
export interface WholeFile {
  readonly path: string
  write(bytes: Uint8Array): Promise<void>
  flush(): Promise<void>
  finish(): Promise<void>
  discard(): Promise<void>
}

/**
 * Begins with the first write. Links are followed, and a file that is there keeps its permissions. A full disk may take a
 * part of what it is given without an error: Node's `writeFile` goes on until the rest is refused, which a single `write`
 * does not. Rejects with FileRefusal or an error of the system.
 */
export function wholeFile(path: string): WholeFile {
  let opened: Promise<{ readonly file: FileHandle; readonly part: string; readonly target: string }> | null = null
  let waiting = 0

  async function begin() {
    await refuseUnlessAnswering(path)
    const target = await realpath(path).catch(() => path)
    const there = await stat(target).catch(() => null)
    if (there !== null && !there.isFile()) throw new FileRefusal({ id: 'file.notRegular' })
    const part = besides(target)
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

/** Writes `content` (text as UTF-8) to a WholeFile: where this throws, the file at `path` holds what it held before. */
export async function replaceWhole(path: string, content: string | Uint8Array): Promise<void> {
  const file = wholeFile(path)
  try {
    await file.write(typeof content === 'string' ? Buffer.from(content) : content)
    await file.flush()
    await file.finish()
  } catch (error) {
    await file.discard().catch(() => {})
    throw error
  }
}

/** The same where its folder may have to be made. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await replaceWhole(path, content)
}

/** The same at once, for who is about to end or holds a lock. */
export function writeWholeNow(path: string, text: string): void {
  const { target, mode } = targetNow(path)
  if (mode === null) mkdirSync(dirname(target), { recursive: true })
  const part = besides(target)
  try {
    const file = openSync(part, 'wx')
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (mode !== null) chmodSync(part, mode)
    renameSync(part, target)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

function targetNow(path: string): { readonly target: string; readonly mode: number | null } {
  try {
    const target = realpathSync(path)
    return { target, mode: statSync(target).mode }
  } catch {
    return { target: path, mode: null }
  }
}
