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
import { chmod, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Ends the name of a file that is not whole yet; a process that was killed leaves it. */
export const UNFINISHED = /\.tmp-[0-9a-f]{16}$/

const besides = (target: string) => `${target}.tmp-${randomBytes(8).toString('hex')}`

/**
 * Writes `content` (text as UTF-8) to the file at `path`, which then holds all of it or, where this throws, what it held
 * before. Links are followed, folders are made, and a file that is there keeps its permissions. A full disk may take a part
 * of what it is given without an error: Node's `writeFile` goes on until the rest is refused, which a single `write` does
 * not.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const mode = await stat(target).then(
    (there) => there.mode,
    () => null,
  )
  if (mode === null) await mkdir(dirname(target), { recursive: true })
  const part = besides(target)
  try {
    const file = await open(part, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    if (mode !== null) await chmod(part, mode)
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {})
    throw error
  }
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
