// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const LOOK_EVERY_MS = 1000
/** Looks in a row: a terminal that continues a job after Ctrl+Z continues us a moment before our process. */
const LOOKS = 2

/**
 * Calls `stopped` once, soon after the process was stopped by a signal: such a process does nothing and says nothing, for
 * ever. The returned function ends the watch. One that a debugger holds is not stopped; Windows does not tell.
 */
export function watchForStop(pid: number, stopped: () => void): () => void {
  let seen = 0
  const look = async () => {
    seen = (await isStopped(pid)) ? seen + 1 : 0
    if (seen < LOOKS) return
    clearInterval(timer)
    stopped()
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

async function isStopped(pid: number): Promise<boolean> {
  try {
    return (await stateOf(pid)).startsWith('T')
  } catch {
    return false
  }
}

/** As ps has it: T is stopped by a signal, t held by a debugger. */
async function stateOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    // "PID (NAME) STATE …", and the name may hold anything.
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2)
  }
  if (process.platform !== 'darwin') return ''
  const { stdout } = await promisify(execFile)('ps', ['-o', 'state=', '-p', String(pid)])
  return stdout.trim()
}
