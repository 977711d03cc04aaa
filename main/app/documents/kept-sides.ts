// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, utimesSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '#contract/document'
import { writeWhole } from '#core/whole-file'
import { filesIn, keepWithin, namesIn } from '../files/bounded-folder'

/**
 * What was kept of one model to be held against another, in files of the user's folder, so that a comparison of two models
 * is there after a restart. Workspaces name what they need; what none of them names is cleared.
 */
export interface KeptSides {
  /** The name under which it is found again; null where it cannot be written, or is too large. */
  write(entry: Entry, text: () => string): Promise<string | null>
  /** The file of that name, which counts as used now; null where there is none. */
  find(name: string): string | null
}

const ENDING = '.convscope'
const FOLDER = 'sides'
const NAME = /^[0-9a-f]{64}$/
/** Of one, and of all: what was used last stays. */
const MOST_BYTES = 32 * 2 ** 20
const MOST_BYTES_OF_ALL = 128 * 2 ** 20
/** A window that keeps one names it in a workspace within a second, and after every change of that. */
const UNNAMED_MS = 24 * 3_600_000

export function createKeptSides(dataFolder: string): KeptSides {
  const folder = join(dataFolder, FOLDER)
  const pathOf = (name: string) => join(folder, `${name}${ENDING}`)
  const find = (name: string): string | null => (NAME.test(name) && touched(pathOf(name)) ? pathOf(name) : null)
  return {
    find,
    async write(entry, text) {
      // The same side of the same model is one file, however often and by however many windows it is kept.
      const name = createHash('sha256').update(JSON.stringify(entry)).digest('hex')
      if (find(name) !== null) return name
      const whole = text()
      if (Buffer.byteLength(whole) > MOST_BYTES) return null
      try {
        await mkdir(folder, { recursive: true })
        await writeWhole(pathOf(name), whole)
        keepWithin(folder, ENDING, { bytes: MOST_BYTES_OF_ALL })
        return name
      } catch {
        // It is kept for as long as the window is open.
        return null
      }
    },
  }
}

/** Removes what no workspace names, once a window that is about to name it has had time to. */
export function clearKeptSides(dataFolder: string, now = Date.now()): void {
  const folder = join(dataFolder, FOLDER)
  const old = filesIn(folder, ENDING).filter(({ at }) => now - at > UNNAMED_MS)
  if (old.length === 0) return
  const named = namedIn(join(dataFolder, 'workspaces'))
  for (const { name } of old) if (!named.has(name.slice(0, -ENDING.length))) rmSync(join(folder, name), { force: true })
}

/** Whatever could be a name of one counts as one: a file too many is no harm. */
function namedIn(workspaces: string): ReadonlySet<string> {
  const texts = namesIn(workspaces).map((name) => contents(join(workspaces, name)))
  return new Set(texts.flatMap((text) => [...text.matchAll(/"kept":"([0-9a-f]{64})"/g)].map(([, name]) => name ?? '')))
}

function contents(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function touched(path: string): boolean {
  try {
    const now = new Date()
    utimesSync(path, now, now)
    return true
  } catch {
    return false
  }
}
