// SPDX-License-Identifier: Apache-2.0
import { basename, join } from 'node:path'
import * as v from 'valibot'
import type { RecentFile } from '#contract/settings'
import { openStoredValue } from '../files/stored-value'

const KEPT = 12

const schema = v.array(v.strictObject({ path: v.string(), fileName: v.string(), openedAt: v.number() }))

export interface RecentFiles {
  /** The latest first. */
  list(): readonly RecentFile[]
  add(path: string, openedAt: number): Promise<void>
  /** One, or all. */
  forget(path: string | null): Promise<void>
}

/** Model files that were opened, in recent.json of the user's folder; `onChange` hears of every change. */
export function openRecentFiles(folder: string, onChange: () => void): RecentFiles {
  const file = openStoredValue<RecentFile[]>(join(folder, 'recent.json'), schema, [])
  const change = async (update: (list: RecentFile[]) => RecentFile[]) => {
    // A list that cannot be kept is no reason to disturb: it lasts as long as the program.
    const saved = file.change(update)
    onChange()
    await saved
  }
  const without = (list: RecentFile[], path: string) => list.filter((recent) => recent.path !== path)
  return {
    list: file.get,
    add: (path, openedAt) =>
      change((list) => [{ path, fileName: basename(path), openedAt }, ...without(list, path)].slice(0, KEPT)),
    forget: (path) => change((list) => (path === null ? [] : without(list, path))),
  }
}
