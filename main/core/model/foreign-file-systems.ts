// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

// File systems that another machine or program answers for. While that is dead a call to one holds its thread, of which
// Node has four for all files, and the process with it when it ends: there is no way to take the call back.

/** Their types, as Linux names them. */
const FOREIGN = /^(?:nfs4?|cifs|smb3|9p|virtiofs|ceph|afs|lustre|gpfs|beegfs|orangefs|coda|autofs|fuse(?:\..+)?)$/

/** Part of the system itself, with a type as above. */
const OF_THE_SYSTEM = /^\/proc\//

/** Whether one is mounted, by the text of /proc/self/mountinfo (proc(5)): asking that asks none of them. */
export function hasForeign(mountinfo: string): boolean {
  return mountinfo.split('\n').some((line) => {
    const [, place = '', type = ''] = /^\S+ \S+ \S+ \S+ (\S+) .* - (\S+) /.exec(line) ?? []
    return FOREIGN.test(type) && !OF_THE_SYSTEM.test(place)
  })
}

/**
 * Whether the file system of a path answers within `patienceMs`; elsewhere than on Linux nobody asks. A program of its own
 * asks for the first byte, and is left behind where that never comes.
 */
export function answers(path: string, patienceMs: number): Promise<boolean> {
  if (!hasForeign(mountinfo())) return Promise.resolve(true)
  // A pipe is not waited for.
  const order = [`if=${path}`, 'of=/dev/null', 'bs=1', 'count=1', 'iflag=nonblock']
  return new Promise((resolve) => {
    const asking = spawn('dd', order, { stdio: 'ignore' })
    const late = setTimeout(() => {
      asking.kill('SIGKILL')
      asking.unref()
      resolve(false)
    }, patienceMs)
    const end = () => {
      clearTimeout(late)
      resolve(true)
    }
    // Whatever it says of the file, somebody has answered; where there is no such program, nobody can be asked.
    asking.once('exit', end).once('error', end)
  })
}

function mountinfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}
