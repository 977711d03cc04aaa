// SPDX-License-Identifier: Apache-2.0
// Lets one process at a time build the native engine. Plain JavaScript: runs before anything is built.
import { closeSync, mkdirSync, openSync, rmSync, statSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The holder touches the lock this often, in milliseconds. */
const BEAT = 1000
/** A lock that was not touched for so long was left by a process that is gone. */
const LEFT = 10_000

/**
 * Waits until the lock is ours.
 *
 * @param {string} path of a file that stands for the lock
 * @param {() => void} waiting called once where somebody else has it
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock(path, waiting) {
  mkdirSync(dirname(path), { recursive: true })
  for (let tries = 0; !create(path); tries++) {
    if (tries === 0) waiting()
    if (isLeft(path)) rmSync(path, { force: true })
    else await sleep(BEAT / 2)
  }
  const beat = setInterval(() => touch(path), BEAT)
  return () => {
    clearInterval(beat)
    rmSync(path, { force: true })
  }
}

/** @param {string} path */
function create(path) {
  try {
    closeSync(openSync(path, 'wx'))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} path */
function touch(path) {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // Whoever cleans the build folder takes the lock with it; at worst two processes then build at once.
  }
}

/** @param {string} path */
function isLeft(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && Date.now() - stat.mtimeMs > LEFT
}
