// SPDX-License-Identifier: Apache-2.0
import { isNoAnswer } from './file-cause'
import { isForeign } from './foreign-file-systems'
import { askForAByte } from './regular-file'

/** Between two questions, in milliseconds. */
const ASK_EVERY = 2000

/**
 * Asks the file systems of files that a process reads by the engine: `silent` is told the first file that there is no answer
 * for. The returned function ends it. Those of this machine are not asked. That process cannot ask by itself: before another
 * program begins, the system closes what the engine has open, and waits for an answer to that.
 */
export function watchAnswers(paths: Iterable<string>, silent: (path: string) => void): () => void {
  const foreign = [...new Set(paths)].filter((path) => isForeign(path))
  if (foreign.length === 0) return () => {}
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    for (const path of foreign) {
      const isSilent = await askForAByte(path).then(() => false, isNoAnswer)
      if (isOver) return
      if (isSilent) return silent(path)
    }
    timer = setTimeout(() => void look(), ASK_EVERY)
    timer.unref()
  }
  void look()
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
