// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { createHistoryStore } from '#app/documents/history/history'
import { openRecentFiles } from '#app/models/recent-files'
import { openSettings } from '#app/settings/settings'
import type { SavedDocument } from '#contract/document'
import type { Result } from '#contract/errors'
import { entriesOf } from '#core/document/entries'
import { createTimingCache } from '#core/timing-cache'

// One of several processes on one data folder: it changes all that is kept there, again and again, and then tells
// its parent that it is done.

export interface SharingOrder {
  readonly dataFolder: string
  /** The first of them changes other fields, and other files, than the second. */
  readonly first: boolean
  readonly rounds: number
  /** Of one plan, as JSON. */
  readonly documentPath: string
}

async function share({ dataFolder, first, rounds, documentPath }: SharingOrder): Promise<void> {
  const document = JSON.parse(readFileSync(documentPath, 'utf8')) as SavedDocument
  const [kept] = entriesOf(document)
  if (kept === undefined) throw new Error('no plan')
  const plan = { application: document.application, savedAt: document.savedAt, ...kept }
  const { sha256 } = kept.model
  const settings = openSettings(dataFolder)
  const recent = openRecentFiles(dataFolder, () => {})
  const history = createHistoryStore(`${dataFolder}/history`)
  const timings = createTimingCache(`${dataFolder}/kernel-timings.json`, 'kernels')
  for (let round = 0; round < rounds; round++) {
    const last = round === rounds - 1
    // One waits for the disk, as a user would; the other does not.
    const changed = settings.change(
      first ? { theme: last || round % 2 === 0 ? 'dark' : 'light' } : { threads: round + 1 },
    )
    if (first) assert(await changed)
    else void changed
    const name = first ? 'first' : 'second'
    const added = recent.add(`/models/${name}-${round % 6}.onnx`, round)
    if (first) await added
    assert(timings.add(new Map([[`${name} ${round}`, round]])))
    const id = assert(history.keep(plan))
    if (first && round === 0) assert(history.rename(sha256, id, 'As shipped'))
    if (last) {
      assert(await changed)
      await added
    }
  }
}

function assert<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value
}

process.on('message', (order: SharingOrder) => {
  void share(order).then(() => process.disconnect())
})
process.send?.('ready')
