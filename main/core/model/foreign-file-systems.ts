// SPDX-License-Identifier: Apache-2.0
import { readFileSync, readlinkSync } from 'node:fs'
import { dirname, isAbsolute } from 'node:path'

// File systems that another machine or program answers for. While that is dead a call to one holds its thread, of which
// Node has four for all files, and the process with it when it ends: there is no way to take the call back.

/** Their types, as Linux names them. */
const FOREIGN = /^(?:nfs4?|cifs|smb3|9p|virtiofs|ceph|afs|lustre|gpfs|beegfs|orangefs|coda|autofs|fuse(?:\..+)?)$/

/** Part of the system itself, with a type as above. */
const OF_THE_SYSTEM = /^\/proc\//

/** Links that follow each other at most; Linux has as many. */
const MOST_LINKS = 40

/** By place, whether the file system there is one of them, by the text of /proc/self/mountinfo (proc(5)). */
function mounts(mountinfo: string): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  for (const line of mountinfo.split('\n')) {
    const [, written = '', type = ''] = /^\S+ \S+ \S+ \S+ (\S+) .* - (\S+) /.exec(line) ?? []
    const place = written.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    // The last of several at one place hides the others.
    if (place !== '') found.set(place, FOREIGN.test(type) && !OF_THE_SYSTEM.test(place))
  }
  return found
}

/**
 * Whether a path leads to one of them, links followed. None of them is asked: a link is looked at only where what leads to
 * it is of this machine. Elsewhere than on Linux it is not known, and never so.
 */
export function isForeign(path: string, mountinfo = ownMountinfo()): boolean {
  const places = mounts(mountinfo)
  if (![...places.values()].includes(true)) return false
  return leadsTo(path, places)
}

function leadsTo(path: string, places: ReadonlyMap<string, boolean>): boolean {
  if (places.get('/') === true) return true
  let rest = (isAbsolute(path) ? path : `${process.cwd()}/${path}`).split('/')
  let at = '/'
  for (let links = 0; rest.length > 0; ) {
    const [name = '', ...further] = rest
    rest = further
    if (name === '' || name === '.') continue
    if (name === '..') {
      at = dirname(at)
      continue
    }
    const next = at === '/' ? `/${name}` : `${at}/${name}`
    const isPlace = places.get(next)
    if (isPlace === true) return true
    // Where there is nothing, or no link, the path goes on as it is written.
    const target = isPlace === false ? null : linkAt(next)
    if (target === null) at = next
    else {
      links += 1
      if (links > MOST_LINKS) return false
      if (isAbsolute(target)) at = '/'
      rest = [...target.split('/'), ...rest]
    }
  }
  return false
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

function ownMountinfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}
