// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

// Windows, servers and commands may share a data folder. Whoever changes a file of it reads what the others have made of
// it, and writes, within the lock of that file. Where there can be no lock (a full disk, a folder without permission) the
// work is done all the same: it then says itself why it fails.

/** A lock of this age was left by a process that was killed, or is stopped: nobody writes a small file for as long. */
const LEFT_MS = 3000
const RETRY_MS = 10
/** After so long nobody waits any more: a change without the lock is better than none. */
const LONGEST_MS = 4 * LEFT_MS

/** Does `work` while no other process does its own on `path`. One path is used with this or with `lockedNow`, not both. */
export async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const attempt = attemptsAt(path)
  let release = attempt()
  for (; release === null; release = attempt()) await sleep(RETRY_MS)
  try {
    return await work()
  } finally {
    release()
  }
}

/** `locked` for a program that may be about to end. */
export function lockedNow<T>(path: string, work: () => T): T {
  const attempt = attemptsAt(path)
  let release = attempt()
  for (; release === null; release = attempt()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)
  try {
    return work()
  } finally {
    release()
  }
}

/** Takes the lock and answers how it is given back; null while another has it. */
function attemptsAt(path: string): () => (() => void) | null {
  const lock = `${path}.lock`
  const mine = `${process.pid} ${randomBytes(6).toString('hex')}`
  const begun = Date.now()
  return () => {
    if (Date.now() - begun > LONGEST_MS) return () => {}
    try {
      mkdirSync(dirname(lock), { recursive: true })
    } catch {
      return () => {}
    }
    try {
      writeFileSync(lock, mine, { flag: 'wx' })
      return () => giveBack(lock, mine)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        giveBack(lock, '')
        return () => {}
      }
      const holder = contentOf(lock)
      if (holder !== null && isLeft(lock, holder)) giveBack(lock, holder)
      return null
    }
  }
}

/** A lock that another has taken in the meantime is left to it. */
function giveBack(lock: string, holder: string): void {
  if (contentOf(lock) !== holder) return
  try {
    rmSync(lock, { force: true })
  } catch {
    // It ages.
  }
}

function isLeft(lock: string, holder: string): boolean {
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const pid = Number.parseInt(holder, 10)
  return age > LEFT_MS || (pid > 0 && !isAlive(pid))
}

/** Whether there is a process of that number. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's process may not be asked.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function contentOf(lock: string): string | null {
  try {
    return readFileSync(lock, 'utf8')
  } catch {
    return null
  }
}
