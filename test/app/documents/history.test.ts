// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createHistoryStore } from '#app/documents/history/history'
import { createRecorder } from '#app/documents/history/recorder'
import type { SavedEntry } from '#contract/document'
import type { Problem } from '#contract/errors'
import { entriesOf } from '#core/document/entries'
import { english } from '#messages/say'
import { entryOf, FOUNDING_A, FOUNDING_B, model, planned, view } from '../../core/export/support/saved-network'

const application = { name: 'Convscope', version: '0.1.0' }

function freshStore() {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-history-'))
  const store = createHistoryStore(folder)
  const keep = (entry: SavedEntry, second = 1) => {
    const savedAt = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
    const kept = store.keep({ application, savedAt, model, entry })
    if (!kept.ok) throw new Error(english(kept.problem.message))
    return kept.value
  }
  return { folder, store, keep, files: () => readdirSync(join(folder, model.sha256)) }
}

describe('history', () => {
  it('lists what it kept, the latest first, and gives it back whole', () => {
    const { store, keep } = freshStore()
    const run = entryOf('', FOUNDING_A, 2)
    const first = keep(run, 1)
    const second = keep(entryOf('', FOUNDING_B), 2)
    const { entries, damaged } = store.list(model.sha256)
    expect(damaged).toBe(0)
    expect(entries.map(({ id }) => id)).toEqual([second, first])
    expect(entries[1]).toMatchObject({
      configuration: FOUNDING_A,
      totalBytes: run.plan.totalBytes,
      measured: { peakTrackedBytes: run.run?.report.peakTrackedBytes, iterations: 2 },
    })
    expect(entries[0]).not.toHaveProperty('measured')
    const loaded = store.load(model.sha256, first)
    expect(loaded.ok && entriesOf(loaded.value)).toEqual([{ model, entry: run }])
  })

  it('is still there for the next start, and apart for every model', () => {
    const { folder, keep } = freshStore()
    const id = keep(entryOf('', FOUNDING_A))
    const again = createHistoryStore(folder)
    expect(again.list(model.sha256).entries.map((entry) => entry.id)).toEqual([id])
    expect(again.list('ab'.repeat(32))).toEqual({ entries: [], damaged: 0 })
  })

  it('keeps every run, but a plan of one configuration once, with the name it was given', () => {
    const { store, keep } = freshStore()
    const plan = entryOf('', FOUNDING_A)
    const id = keep(plan, 1)
    store.rename(model.sha256, id, 'As shipped')
    expect(keep(plan, 2)).toBe(id)
    expect(store.list(model.sha256).entries).toMatchObject([{ id, name: 'As shipped' }])
    const run = entryOf('', FOUNDING_A, 1)
    keep(run, 3)
    keep(run, 4)
    expect(store.list(model.sha256).entries).toHaveLength(3)
  })

  it('renames and deletes', () => {
    const { store, keep } = freshStore()
    const run = entryOf('', FOUNDING_A, 1)
    const id = keep(run)
    const renamed = store.rename(model.sha256, id, 'Böse\n"Namen"')
    expect(renamed.ok && renamed.value.entries[0]?.name).toBe('Böse\n"Namen"')
    const loaded = store.load(model.sha256, id)
    expect(loaded.ok && entriesOf(loaded.value)).toEqual([{ model, entry: run }])
    const removed = store.remove(model.sha256, id)
    expect(removed).toEqual({ ok: true, value: { entries: [], damaged: 0 } })
    expect(store.load(model.sha256, id).ok).toBe(false)
    expect(store.rename(model.sha256, id, 'x').ok).toBe(false)
  })

  it('brings back what was deleted, whole, and no other file', () => {
    const { folder, store, keep } = freshStore()
    const run = entryOf('', FOUNDING_A, 1)
    const id = keep(run)
    store.remove(model.sha256, id)
    const restored = store.restore(model.sha256, id)
    expect(restored.ok && restored.value.entries.map((entry) => entry.id)).toEqual([id])
    const loaded = store.load(model.sha256, id)
    expect(loaded.ok && entriesOf(loaded.value)).toEqual([{ model, entry: run }])
    writeFileSync(join(folder, 'run-x.history.deleted'), 'mine')
    for (const other of [id, 'run-0', '../run-x']) expect(store.restore(model.sha256, other).ok).toBe(false)
    expect(existsSync(join(folder, 'run-x.history'))).toBe(false)
  })

  it('does not let a damaged file break the rest', () => {
    const { folder, store, keep, files } = freshStore()
    const whole = keep(entryOf('', FOUNDING_A, 1), 1)
    const cut = keep(entryOf('', FOUNDING_B, 1), 2)
    const path = (id: string) => join(folder, model.sha256, files().find((name) => name.startsWith(id)) ?? '')
    writeFileSync(path(whole).replace('run-', 'run-0'), '{"not": "one of ours"}\n')
    writeFileSync(path(whole).replace('run-', 'run-1'), Buffer.alloc(300_000))
    // Cut in the document: it is listed, and refused when it is asked for.
    truncateSync(path(cut), readFileSync(path(cut)).length - 1000)
    const { entries, damaged } = store.list(model.sha256)
    expect(damaged).toBe(2)
    expect(entries.map(({ id }) => id)).toEqual([cut, whole])
    const refused = store.load(model.sha256, cut)
    expect(refused.ok ? '' : refused.problem.code).toBe('document/invalid')
    expect(store.load(model.sha256, whole).ok).toBe(true)
  })

  it('takes no id for a path', () => {
    const { folder, store, keep } = freshStore()
    keep(entryOf('', FOUNDING_A))
    writeFileSync(join(folder, 'run-x.history'), 'mine')
    for (const id of ['../run-x', '..', 'run-x/../run-x', '']) {
      expect(store.load(model.sha256, id).ok).toBe(false)
      store.remove(model.sha256, id)
    }
    expect(readFileSync(join(folder, 'run-x.history'), 'utf8')).toBe('mine')
    expect(store.list('../'.repeat(21)).entries).toEqual([])
  })

  it('forgets the oldest plans without a name, no others', () => {
    const { store, keep } = freshStore()
    const named = keep(entryOf('', { ...FOUNDING_A, threads: 1 }), 0)
    store.rename(model.sha256, named, 'kept')
    const plan = planned(FOUNDING_A)
    for (let threads = 2; threads <= 31; threads++) {
      for (const memory of ['low', 'high'] as const) {
        const configuration = { ...FOUNDING_A, threads, settings: { memory } }
        const { modelId: _, configuration: __, ...rest } = plan
        keep({ label: '', configuration, plan: rest }, threads)
      }
    }
    const { entries } = store.list(model.sha256)
    expect(entries).toHaveLength(41)
    expect(entries.at(-1)?.id).toBe(named)
    expect(Math.min(...entries.slice(0, -1).map(({ configuration }) => configuration.threads))).toBe(12)
  })

  it('says where it cannot write', () => {
    const { folder } = freshStore()
    writeFileSync(join(folder, 'file'), '')
    const kept = createHistoryStore(join(folder, 'file')).keep({
      application,
      savedAt: '2026-01-01T00:00:00.000Z',
      model,
      entry: entryOf('', FOUNDING_A),
    })
    expect(kept.ok ? '' : kept.problem.code).toBe('file/unwritable')
  })
})

describe('recorder', () => {
  function recording() {
    const { store, folder } = freshStore()
    const problems: (Problem | null)[] = []
    const recorder = createRecorder({ store, appVersion: '1', changed: (problem) => problems.push(problem) })
    const kept = () => store.list(model.sha256).entries
    return { recorder, kept, problems, folder }
  }

  it('keeps the plan that the user wants kept', () => {
    const { recorder, kept, problems } = recording()
    expect(recorder.keepPlan(view, planned(FOUNDING_B)).ok).toBe(true)
    expect(kept().map(({ configuration }) => configuration)).toEqual([FOUNDING_B])
    expect(problems).toEqual([null])
  })

  it('keeps a baseline at once, once: what is deleted since does not come back', () => {
    const { recorder, kept, folder } = recording()
    recorder.keepBaseline(view, planned(FOUNDING_A))
    expect(kept().map(({ configuration }) => configuration)).toEqual([FOUNDING_A])
    rmSync(folder, { recursive: true })
    recorder.keepBaseline(view, planned(FOUNDING_A))
    expect(kept()).toEqual([])
    recorder.keepBaseline(view, planned(FOUNDING_B))
    expect(kept().map(({ configuration }) => configuration)).toEqual([FOUNDING_B])
  })

  it('keeps a run, and not its plan besides', () => {
    const { recorder, kept } = recording()
    const plan = planned(FOUNDING_A)
    const { run } = entryOf('', FOUNDING_A, 1)
    if (run === undefined) throw new Error('no run')
    recorder.keepRun(view, plan, run)
    expect(kept().map(({ id }) => id.split('-')[0])).toEqual(['run'])
  })
})
