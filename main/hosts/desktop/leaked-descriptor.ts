// SPDX-License-Identifier: Apache-2.0
import { closeSync, readdirSync, readlinkSync } from 'node:fs'

// Electron opens /dev/null as the input of every utility process and does not close it (seen in 25.1.1, whatever stdio asks
// for; shell/browser/api/electron_api_utility_process.cc): a thousand runs would use up a thousand descriptors.

/** What `start` answers, and a function that closes what it has left open, once that is in use no more. */
export function notingLeaks<T>(start: () => T): { readonly started: T; closeLeaks(): void } {
  const before = new Set(openNulls())
  const started = start()
  const left = openNulls().filter((descriptor) => !before.has(descriptor))
  return {
    started,
    closeLeaks() {
      const open = new Set(openNulls())
      for (const descriptor of left.splice(0)) if (open.has(descriptor)) closeSync(descriptor)
    },
  }
}

/** Our descriptors of /dev/null; none where the system does not tell (all but Linux). */
function openNulls(): number[] {
  try {
    return readdirSync('/proc/self/fd').filter(isNull).map(Number)
  } catch {
    return []
  }
}

function isNull(descriptor: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`) === '/dev/null'
  } catch {
    return false
  }
}
