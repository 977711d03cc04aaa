// SPDX-License-Identifier: Apache-2.0
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '#core/file-lock'
import { UNFINISHED } from '#core/whole-file'
import { clearKeptSides } from '../documents/kept-sides'

/** Begins the names of our folders for temporary files; the number of the process that made them follows. */
const OURS = /^convscope-(?:uploads-)?(\d+)-/

/** Ends the name of what the user deleted and may still bring back. */
export const DELETED = '.deleted'

/** Nobody writes such a small file for as long. */
const ABANDONED_MS = 3_600_000
/** A window that is open for longer has lost its deleted entries once another is opened. */
const KEPT_DELETED_MS = 24 * 3_600_000

/** How long a file of this name is left alone; null: it is none that is cleared. */
function patienceWith(name: string): number | null {
  if (name.endsWith(DELETED)) return KEPT_DELETED_MS
  return UNFINISHED.test(name) ? ABANDONED_MS : null
}

/** A new folder for what is sent to this process. */
export function uploadFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `convscope-uploads-${process.pid}-`))
}

/** Removes the temporary files of processes that were killed before they could, and what was deleted long ago. Whatever cannot be removed stays. */
export async function clearLeftovers(dataFolder: string, temporary = tmpdir(), now = Date.now()): Promise<void> {
  for (const name of await namesIn(temporary)) {
    const pid = Number(OURS.exec(name)?.[1] ?? process.pid)
    const path = join(temporary, name)
    if (!isAlive(pid) && (await isOwnFolder(path))) await remove(path)
  }
  clearKeptSides(dataFolder, now)
  const history = join(dataFolder, 'history')
  const folders = [
    dataFolder,
    join(dataFolder, 'samples'),
    join(dataFolder, 'sides'),
    ...(await namesIn(history)).map((name) => join(history, name)),
  ]
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      const patience = patienceWith(name)
      if (patience === null) continue
      const path = join(folder, name)
      const info = await lstat(path).catch(() => null)
      if (info?.isFile() && now - info.mtimeMs > patience) await remove(path)
    }
  }
}

/** The folder for temporary files is everybody's: what others made, and links, are none of ours. */
async function isOwnFolder(path: string): Promise<boolean> {
  const info = await lstat(path).catch(() => null)
  return info?.isDirectory() === true && (process.getuid === undefined || info.uid === process.getuid())
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {})
}
