// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSample } from '#app/models/sample-files'
import { createCore } from '#core/create-core'
import { modelView } from '#core/model/model-view'
import { loadTimedEngine } from '#core/timed-engine'
import { english } from '#messages/say'

/** A sample open in a folder of its own, in a core without native engine, or with the one that is built in `root`. */
export async function openSample(id = 'squeezenet', root: string | null = null) {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-sample-'))
  const engine = loadTimedEngine(root ?? folder, folder)
  const core = createCore(() => engine)
  const file = await writeSample(id, folder)
  if (!file.ok) throw new Error(english(file.problem.message))
  const opened = await core.store.open(file.value, () => {})
  if (!opened.ok) throw new Error(english(opened.problem.message))
  const stored = opened.value
  return { ...core, folder, view: modelView(stored.id, stored.opened, stored.shaped), id: stored.id }
}
