// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createDocumentViewer } from '#app/documents/document-viewer'
import { createEntryFinder } from '#app/documents/entries'
import { createHistoryStore } from '#app/documents/history/history'
import { createKeptSides } from '#app/documents/kept-sides'
import { createShownModels } from '#app/documents/shown-document'
import { createFileTasks } from '#app/files/file-tasks'
import { createModelOpener } from '#app/models/model-opener'
import { openRecentFiles } from '#app/models/recent-files'
import { writeSample } from '#app/models/sample-files'
import { createThreadedCore } from '#app/thread/threaded-core'
import type { Configuration } from '#contract/configuration'
import { fail } from '#contract/errors'
import { heldEntries } from '#core/document/entries'
import { loadDocument } from '#core/document/read'
import { savedEntry, savedModel, writeDocument } from '#core/document/write'
import { spoken } from '#messages/say'
import { coreInThisThread } from '../support/core-in-this-thread'
import { SILENT_LOG } from '../support/silent-log'

const SAVED_AT = '2026-01-02T03:04:05.000Z'
const CONFIGURATION: Configuration = { profile: 'mnn-2.8.1', threads: 2, isa: 'avx2', settings: {} }

function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-viewer-'))
  const core = createThreadedCore(
    {
      start: coreInThisThread,
      appRoot: folder,
      engine: () => fail({ code: 'engine/unavailable', message: spoken('none') }),
    },
    { advice: { progress: () => {} }, sweep: { progress: () => {} } },
  )
  const models = createShownModels(core)
  const { store, planner } = models
  const recent = openRecentFiles(folder, () => {})
  const opener = createModelOpener(
    { store, recent, log: SILENT_LOG, samplesFolder: folder },
    { progress: () => {}, changed: () => {}, gone: () => {} },
  )
  const runs = { measured: () => undefined, remember: () => {} }
  const history = createHistoryStore(join(folder, 'history'))
  const tasks = createFileTasks({ progress: () => {}, end: () => {} })
  const finder = createEntryFinder({
    store,
    planner,
    runs,
    history,
    tasks,
    load: loadDocument,
    sides: createKeptSides(folder),
  })
  const viewer = createDocumentViewer({ models, opener, recent, runs, finder })
  return { folder, models, planner, opener, finder, viewer }
}

it('a document opens with its model where that lies beside it, else by itself until the model is named', async () => {
  const { folder, models, planner, opener, finder, viewer } = desk()
  const sample = await writeSample('squeezenet', folder)
  if (!sample.ok) throw new Error('no sample')
  const model = sample.value
  const opened = await opener.open(model)
  if (!opened.ok) throw new Error('not opened')
  const plan = await planner.plan(opened.value.id, CONFIGURATION)
  if (!plan.ok) throw new Error('not planned')
  const path = join(folder, 'kept.convscope')
  const application = { name: 'Convscope', version: '0.1.0' }
  const held = heldEntries([{ model: savedModel(opened.value), entry: savedEntry('', plan.value) }])
  writeFileSync(path, writeDocument({ application, savedAt: SAVED_AT, ...held }))

  // The machine of a colleague, who has the model beside the document.
  const beside = await viewer.show(path, null)
  expect(beside).toMatchObject({ ok: true, value: { view: { sha256: opened.value.sha256 } } })
  expect(beside.ok && beside.value.view.document).toBeUndefined()

  const hidden = `${model}.away`
  renameSync(model, hidden)
  writeFileSync(model, 'another file of that name')
  models.show('', '', { application, savedAt: SAVED_AT, ...held })
  const alone = await viewer.show(path, null)
  if (!alone.ok) throw new Error('not shown')
  const { view } = alone.value
  expect(view.document).toMatchObject({ application: 'Convscope 0.1.0' })
  expect(await planner.plan(view.id, CONFIGURATION)).toMatchObject({
    ok: true,
    value: { totalBytes: plan.value.totalBytes },
  })
  expect(await planner.plan(view.id, { ...CONFIGURATION, threads: 1 })).toMatchObject({
    ok: false,
    problem: { code: 'model/not-here' },
  })
  expect(await finder.find(view.id, { configuration: CONFIGURATION })).toMatchObject({
    ok: true,
    value: { model: { sha256: view.sha256 } },
  })

  expect(await viewer.show(path, model)).toMatchObject({
    ok: false,
    problem: { message: { id: 'problem.otherModelFile' } },
  })
  const found = await viewer.show(path, hidden)
  expect(found.ok && found.value.view.document).toBeUndefined()
  const again = found.ok ? await planner.plan(found.value.view.id, { ...CONFIGURATION, threads: 1 }) : null
  expect(again?.ok).toBe(true)
})
