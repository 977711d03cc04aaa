// SPDX-License-Identifier: Apache-2.0
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How much a folder of the data folder may hold; what was written or touched last stays. */
export interface FolderBounds {
  readonly files?: number
  readonly bytes: number
}

export interface HeldFile {
  readonly name: string
  readonly bytes: number
  /** Of its last change, in milliseconds since 1970. */
  readonly at: number
}

/** Files of a folder whose names end so; none where there is no such folder. */
export function filesIn(folder: string, ending: string): HeldFile[] {
  return namesIn(folder).flatMap((name) => {
    if (!name.endsWith(ending)) return []
    try {
      const { size, mtimeMs } = statSync(join(folder, name))
      return [{ name, bytes: size, at: mtimeMs }]
    } catch {
      // Another window has removed it.
      return []
    }
  })
}

/** Removes what lies beyond the bounds, of files whose names end so. */
export function keepWithin(folder: string, ending: string, { files = Number.POSITIVE_INFINITY, bytes }: FolderBounds) {
  let left = bytes
  const held = filesIn(folder, ending).sort((a, b) => b.at - a.at)
  for (const [place, file] of held.entries()) {
    left -= file.bytes
    if (place >= files || left < 0) rmSync(join(folder, file.name), { force: true })
  }
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
