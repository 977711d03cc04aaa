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
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeForeign } from './foreign-writer'
import { answered } from './model/answered'
import { FileRefusal, isNoAnswer } from './model/file-cause'
import { isForeign } from './model/foreign-file-systems'
import { ask, patienceFor, start } from './model/foreign-programs'
import { infoOf, orNull, realPathOf } from './model/named-paths'

/** The name of a file that is not whole yet; a process that was killed leaves it. */
export const UNFINISHED = /^\.convscope-[0-9a-f]{16}\.part$/

const besides = (target: string) => join(dirname(target), `.convscope-${randomBytes(8).toString('hex')}.part`)

/** Bytes after which the disk is waited for: else all of a slow one's time would pass after the last write. */
const FLUSH_EVERY = 4 * 2 ** 20

/** Of what `mode` holds. */
const PERMISSIONS = 0o7777

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
  let opened: Promise<Part> | null = null
  let waiting = 0
  let isDead = false

  async function begin(): Promise<Part> {
    const target = (await orNull(realPathOf(path))) ?? path
    const there = await orNull(infoOf(target))
    if (there !== null && !there.isFile()) throw new FileRefusal({ id: 'file.notRegular' })
    const mode = there === null ? null : there.mode & PERMISSIONS
    return isForeign(target) ? foreignPart(target, mode) : localPart(target, mode)
  }
  const started = () => {
    opened ??= begin()
    return opened
  }
  const watched = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      isDead ||= isNoAnswer(error)
      throw error
    })
  const flush = async () => {
    waiting = 0
    await watched((await started()).flush())
  }

  return {
    path,
    async write(bytes) {
      await watched((await started()).write(bytes))
      waiting += bytes.length
      if (waiting >= FLUSH_EVERY) await flush()
    },
    flush,
    finish: async () => watched((await started()).finish()),
    async discard() {
      const begun = await opened?.catch(() => null)
      if (begun == null) return
      const discarded = begun.discard(isDead)
      // What is still under way on a dead file system would be waited for.
      if (isDead) discarded.catch(() => {})
      else await discarded
    },
  }
}

/** A file beside its target that is to take its place. */
interface Part {
  write(bytes: Uint8Array): Promise<void>
  /** Waits for the disk. */
  flush(): Promise<void>
  /** Takes the place of the target. */
  finish(): Promise<void>
  /** `isDead`: nobody answers for the file, which goes when somebody does. */
  discard(isDead: boolean): Promise<void>
}

/** `mode`: the permissions of the target; null: there is none yet. */
async function localPart(target: string, mode: number | null): Promise<Part> {
  const part = besides(target)
  const file = await answered(open(part, 'wx'))
  try {
    if (mode !== null) await answered(file.chmod(mode))
  } catch (error) {
    await file.close()
    await rm(part, { force: true })
    throw error
  }
  return {
    write: (bytes) => answered(file.writeFile(bytes), patienceFor(bytes.length)),
    flush: () => answered(file.datasync(), patienceFor(FLUSH_EVERY)),
    async finish() {
      await answered(file.close())
      await answered(rename(part, target))
    },
    async discard() {
      await file.close().catch(() => {})
      await rm(part, { force: true })
    },
  }
}

/** By programs of their own (foreign-programs.ts). */
async function foreignPart(target: string, mode: number | null): Promise<Part> {
  const part = besides(target)
  const file = writeForeign(part)
  return {
    write: (bytes) => file.write(bytes),
    // The program waits for the disk at its end.
    flush: async () => {},
    async finish() {
      await file.end()
      if (mode !== null) await ask('chmod', [mode.toString(8), part])
      await ask('mv', ['-f', '-T', part, target])
    },
    async discard(isDead) {
      file.leave()
      if (isDead) start('rm', ['-f', part], 'ignore').unref()
      else await ask('rm', ['-f', part])
    },
  }
}

/** Writes into what is there as it is: a pipe, a device, or 'a' the end of a file. Rejects as `replaceWhole` does. */
export async function writeInPlace(path: string, content: string, flag: 'w' | 'a'): Promise<void> {
  const there = await orNull(infoOf(path))
  // A pipe is waited for, however long its reader takes.
  if (!isForeign(path) || (there !== null && !there.isFile())) return writeFile(path, content, { flag })
  const file = writeForeign(path, flag === 'a')
  await file.write(Buffer.from(content))
  await file.end()
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
