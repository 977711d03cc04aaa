// SPDX-License-Identifier: Apache-2.0
import { infoOf, orNull } from '#core/model/named-paths'

/** Between two looks, in milliseconds: each starts a program. */
const LOOK_EVERY = 2000

interface Seen {
  changed(): void
  gone(): void
}

/**
 * Looks at a file on a file system that another machine or program answers for, which tells nobody of what happens there.
 * The returned function ends it.
 */
export async function lookAgain(path: string, { changed, gone }: Seen): Promise<() => Promise<void>> {
  let told = await versionOf(path)
  let last = told
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const now = await versionOf(path)
    // A file that is still written is another at every look.
    if (!isOver && now !== undefined && now === last && now !== told) {
      told = now
      if (now === null) gone()
      else changed()
    }
    if (now !== undefined) last = now
    next()
  }
  const next = () => {
    if (isOver) return
    timer = setTimeout(() => void look(), LOOK_EVERY)
    timer.unref()
  }
  next()
  return async () => {
    isOver = true
    clearTimeout(timer)
  }
}

/** null: there is no file; undefined: nobody answers. */
async function versionOf(path: string): Promise<string | null | undefined> {
  try {
    const info = await orNull(infoOf(path))
    return info === null ? null : `${info.size} ${info.mtimeMs}`
  } catch {
    return undefined
  }
}
