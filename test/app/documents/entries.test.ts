// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createEntryFinder } from '#app/documents/entries'
import { createHistoryStore } from '#app/documents/history/history'
import { createKeptSides } from '#app/documents/kept-sides'
import { createFileTasks } from '#app/files/file-tasks'
import type { MeasuredRun } from '#app/runs/runs'
import type { Configuration } from '#contract/configuration'
import type { SavedDocument, SavedEntry, SavedModel } from '#contract/document'
import { ok } from '#contract/errors'
import type { EntrySource } from '#contract/history'
import { comparedNodes } from '#core/comparison/entries'
import { comparePlans } from '#core/comparison/plans'
import { heldEntries } from '#core/document/entries'
import { loadDocument } from '#core/document/read'
import { savedModel, writeDocument } from '#core/document/write'
import { english } from '#messages/say'
import { entryOf, FOUNDING_A, FOUNDING_B, model as foreignModel } from '../../core/export/support/saved-network'
import { openSample } from '../../core/support/open-sample'

const OLD: Configuration = { profile: 'mnn-1.0.1', settings: { memory: 'low' }, threads: 2, isa: 'avx2' }
const NEW: Configuration = { ...OLD, profile: 'mnn-2.8.1' }
const NEWEST: Configuration = { ...OLD, profile: 'mnn-3.6.1' }

const application = { name: 'Convscope', version: '0.1.0' }
const savedAt = '2026-01-02T03:04:05.000Z'

/** SqueezeNet open, with one plan in its history and a document of it and of ResNet100 beside it. */
function held(model: SavedModel, ...entries: readonly SavedEntry[]) {
  return heldEntries(entries.map((entry) => ({ model, entry })))
}

async function workbench() {
  const { folder, store, planner, view } = await openSample()
  const planOf = (configuration: Configuration) => {
    const plan = planner.plan(view.id, configuration)
    if (!plan.ok) throw new Error('no plan')
    return plan.value
  }
  const entryNow = (configuration: Configuration, label = '') => {
    const { modelId: _, configuration: __, ...plan } = planOf(configuration)
    return { label, configuration, plan }
  }
  const history = createHistoryStore(join(folder, 'history'))
  const kept = history.keep({ application, savedAt, model: savedModel(view), entry: entryNow(NEWEST) })
  if (!kept.ok) throw new Error('not kept')
  const runs = new Map<string, MeasuredRun>()
  const makeFinder = () =>
    createEntryFinder({
      store: {
        view: (id) => {
          const stored = store.get(id)
          return stored.ok ? ok(view) : stored
        },
      },
      planner: {
        plan: async (id, configuration) => planner.plan(id, configuration),
        arena: async (id, configuration, origin) => planner.arena(id, configuration, origin),
      },
      runs: { measured: (id) => runs.get(id) },
      history,
      tasks: createFileTasks({ progress: () => {}, end: () => {} }),
      load: loadDocument,
      sides: createKeptSides(folder),
    })
  const finder = makeFinder()
  const openDocument = async (name: string, document: SavedDocument) => {
    writeFileSync(join(folder, name), writeDocument(document))
    const found = await finder.openDocument(join(folder, name))
    if (!found.ok) throw new Error(english(found.problem.message))
    return (index: number): EntrySource => ({
      configuration: found.value.entries[index]?.configuration ?? OLD,
      saved: { kind: 'document', id: found.value.id, index },
    })
  }
  const historySource: EntrySource = { configuration: NEWEST, saved: { kind: 'history', id: kept.value } }
  const compare = async (a: EntrySource, b: EntrySource) => {
    const result = await finder.compare({ modelId: view.id, a, b })
    if (!result.ok) throw new Error(english(result.problem.message))
    return result.value
  }
  return { view, planOf, entryNow, finder, restarted: makeFinder, history, runs, openDocument, historySource, compare }
}

describe('any two entries', () => {
  it('planned now are compared as their plans are', async () => {
    const { view, planOf, compare } = await workbench()
    const comparison = await compare({ configuration: OLD }, { configuration: NEW })
    expect(comparison).toEqual(comparePlans(comparedNodes(savedModel(view)), planOf(OLD), planOf(NEW)))
  })

  it('saved on either side, or on both, have the figures of their plans', async () => {
    const { planOf, entryNow, openDocument, historySource, compare, view } = await workbench()
    const document = await openDocument('saved.json', {
      application,
      savedAt,
      ...held(savedModel(view), entryNow(OLD, 'before'), entryNow(NEW, 'after')),
    })
    const totals = ({ a, b, totalDelta }: Awaited<ReturnType<typeof compare>>) => [
      a.totalBytes,
      b.totalBytes,
      totalDelta,
    ]
    const [old, now, newest] = [OLD, NEW, NEWEST].map((each) => planOf(each).totalBytes) as [number, number, number]
    expect(totals(await compare({ configuration: OLD }, historySource))).toEqual([old, newest, newest - old])
    expect(totals(await compare(historySource, { configuration: OLD }))).toEqual([newest, old, old - newest])
    expect(totals(await compare(document(1), historySource))).toEqual([now, newest, newest - now])
    const both = await compare(document(0), document(1))
    const planned = comparePlans(comparedNodes(savedModel(view)), planOf(OLD), planOf(NEW))
    const figures = ({ layers }: typeof both) => layers.map(({ why: _, ...layer }) => layer)
    expect(figures(both)).toEqual(figures(planned))
    expect(both.deltas).toEqual(planned.deltas)
  })

  it('of documents are there until these are closed, however many are opened after', async () => {
    const { view, entryNow, finder, openDocument } = await workbench()
    const saved = { application, savedAt, ...held(savedModel(view), entryNow(OLD)) }
    const first = (await openDocument('0.json', saved))(0)
    for (let count = 1; count < 12; count += 1) await openDocument(`${count}.json`, saved)
    expect((await finder.find(view.id, first)).ok).toBe(true)
    finder.closeDocument(first.saved?.id ?? '')
    expect(await finder.find(view.id, first)).toMatchObject({ ok: false, problem: { code: 'file/not-found' } })
  })

  it('to be saved, or kept beside another model, tells where everything lies', async () => {
    const { view, planOf, finder, historySource } = await workbench()
    const whole = await finder.locateWhole(view.id, { configuration: OLD })
    const arena = whole.ok && 'here' in whole.value.at ? whole.value.at.here.entry.arena : undefined
    const { activations, workspace } = planOf(OLD).totals
    expect(arena?.bytes).toBe(activations + workspace)
    const kept = await finder.keep(view.id, { configuration: OLD })
    if (!kept.ok) throw new Error('not kept')
    expect(finder.document(kept.value.id)?.entries[0]?.arena).toEqual(arena)
    expect(await finder.locateWhole(view.id, historySource)).toEqual(await finder.locate(view.id, historySource))
  })

  it('kept beside another model is there after a restart, whole', async () => {
    const { view, finder, restarted, compare } = await workbench()
    const kept = await finder.keep(view.id, { configuration: OLD })
    const again = await finder.keep(view.id, { configuration: OLD })
    if (!kept.ok || !again.ok) throw new Error('not kept')
    expect(again.value.kept).toBe(kept.value.kept)
    const next = restarted()
    const reopened = await next.reopen(kept.value.kept ?? '')
    if (!reopened.ok) throw new Error(english(reopened.problem.message))
    const { id: _, ...rest } = kept.value
    expect(reopened.value).toMatchObject(rest)
    expect(next.document(reopened.value.id)?.entries).toEqual(finder.document(kept.value.id)?.entries)
    const source = { configuration: OLD, saved: { kind: 'document', id: reopened.value.id, index: 0 } } as const
    expect(await next.compare({ modelId: view.id, a: source, b: { configuration: NEW } })).toEqual(
      ok(await compare({ configuration: OLD, saved: { ...source.saved, id: kept.value.id } }, { configuration: NEW })),
    )
    const gone = { ok: false, problem: { message: { id: 'problem.keptSideGone' } } }
    expect(await next.reopen('0'.repeat(64))).toMatchObject(gone)
    expect(await next.reopen('../settings')).toMatchObject(gone)
  })

  it('of a run has what was measured, where the run is of that very plan', async () => {
    const { view, compare, runs } = await workbench()
    const { run } = entryOf('', FOUNDING_A, 1)
    if (run === undefined) throw new Error('no run')
    runs.set('run-1', {
      report: { ...run.report, layers: [], runId: 'run-1', modelId: view.id, configuration: NEW },
      saved: { ...run, report: { ...run.report, layers: [] } },
    })
    const { peakTrackedBytes } = run.report
    const mine = await compare({ configuration: OLD }, { configuration: NEW, runId: 'run-1' })
    expect([mine.a.measured, mine.b.measured]).toEqual([undefined, expect.objectContaining({ peakTrackedBytes })])
    const others = await compare({ configuration: OLD, runId: 'run-1' }, { configuration: NEWEST, runId: 'run-1' })
    expect([others.a.measured, others.b.measured]).toEqual([undefined, undefined])
  })

  it('of another file has no node of the open model where that has no such layer', async () => {
    const { view, openDocument, compare } = await workbench()
    const name = view.nodes.find(({ op }) => op === 'Conv')?.name ?? ''
    const own = view.nodes.findIndex((node) => node.name === name)
    const rows = entryOf('', FOUNDING_A).plan.decisions
    const first = rows[0]?.node ?? -1
    const nodes = foreignModel.nodes.map((node, id) => (id === first ? { ...node, name } : node))
    const document = await openDocument('foreign.json', {
      application,
      savedAt,
      ...held({ ...foreignModel, nodes }, entryOf('old', FOUNDING_A), entryOf('new', FOUNDING_B)),
    })
    const between = await compare(document(0), document(1))
    expect(rows.filter(({ kind }) => kind === 'convolution')).toHaveLength(103)
    expect(between.layers).toHaveLength(rows.length)
    expect(between.layers.map(({ node }) => node).filter((node) => node !== null)).toEqual([own])
    expect(between.unmatched).toBeUndefined()
    const { layers, unmatched } = await compare({ configuration: OLD }, document(1))
    const convolutions = layers.filter(({ a }) => a.kind === 'convolution')
    expect(convolutions).toMatchObject([{ name, node: own }])
    expect(layers.filter(({ node }) => node !== null)).toHaveLength(1)
    expect(unmatched?.b).toHaveLength(rows.filter(({ kind }) => kind === 'convolution').length - 1)
  })

  it('that is gone is refused with the reason', async () => {
    const { view, finder, history, historySource } = await workbench()
    const a = { configuration: OLD }
    const code = async (b: EntrySource) => {
      const result = await finder.compare({ modelId: view.id, a, b })
      return result.ok ? 'compared' : result.problem.code
    }
    expect(await code(historySource)).toBe('compared')
    history.remove(view.sha256, historySource.saved?.id ?? '')
    expect(await code(historySource)).toBe('file/not-found')
    expect(await code({ configuration: OLD, saved: { kind: 'document', id: 'document-9', index: 0 } })).toBe(
      'file/not-found',
    )
  })
})
