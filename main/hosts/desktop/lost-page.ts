// SPDX-License-Identifier: Apache-2.0
import type { WebContents } from 'electron'
import type { Log } from '#app/log/log'

/** A page that is lost again so soon is lost for the same reason: after some times it is not loaded any more. */
const SOON_MS = 30_000
const MOST_IN_A_ROW = 3

/** Loads the page again when its process was lost; `lost` is called before, to end what goes on for the page that is gone. */
export function reloadWhenLost(page: WebContents, log: Log, lost: () => void): void {
  let inARow = 0
  let last = 0
  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.note('window lost', { reason, exitCode })
    lost()
    if (reason === 'clean-exit') return
    const now = Date.now()
    inARow = now - last < SOON_MS ? inARow + 1 : 1
    last = now
    if (inARow <= MOST_IN_A_ROW) page.reload()
  })
}
