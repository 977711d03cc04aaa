// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail, ok } from '#contract/errors'
import type { EntrySource, HistoryEntry, OpenedDocument } from '#contract/history'
import type { Workspace } from '#contract/workspace'
import { createApp } from '#renderer/store/create-app'
import { aModel, fakeBridge } from '../support/fake-bridge'

const ZERO = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Windows one after the other over what main keeps. */
function windows() {
  const kept = new Map<string, Workspace>()
  const entries: HistoryEntry[] = []
  const files = new Map<string, OpenedDocument>()
  const sides = new Map<string, OpenedDocument>()
  const open = async () => {
    const bridge = fakeBridge({
      'workspace:load': (sha256) => ok(kept.get(sha256) ?? null),
      'workspace:keep': (sha256, workspace) => {
        kept.set(sha256, structuredClone(workspace))
        return ok(undefined)
      },
      'model:open': (path) => ok(aModel(path.slice(1))),
      'history:list': () => ok({ entries, damaged: 0 }),
      'document:keep': (model, { configuration }) => {
        const held = { ...aDocument(`document-${sides.size}`, configuration), kept: `side of ${model}` }
        sides.set(held.kept, held)
        return ok(held)
      },
      'document:reopen': (name) => {
        const found = sides.get(name)
        return found === undefined
          ? fail({ code: 'file/not-found', message: { id: 'problem.keptSideGone' } })
          : ok({ ...found, id: `${found.id} again` })
      },
      'document:open': (_model, path) => {
        const found = files.get(path ?? '')
        return found === undefined
          ? fail({ code: 'file/unreadable', message: { id: 'problem.notAFile', name: path ?? '' } })
          : ok(found)
      },
    })
    const app = createApp(bridge)
    const disconnect = app.connect()
    await app.actions.start()
    return { ...app, bridge, disconnect, state: app.store.getState }
  }
  return { open, kept, entries, files, sides }
}

function aDocument(id: string, configuration: HistoryEntry['configuration']): OpenedDocument {
  const model = { name: 'm', fileName: 'm', sha256: 'm' }
  return {
    ...{ id, fileName: 'm', shown: 0 },
    entries: [{ label: 'then', configuration, totalBytes: 1, ofShown: true, model }],
  }
}

const entry = (id: string, configuration: HistoryEntry['configuration']): HistoryEntry => {
  return { id, name: '', savedAt: 0, configuration, inputs: [], totals: ZERO, totalBytes: 0 }
}

describe('the workspace of a model', () => {
  it('is found again after a restart, and stays apart from that of another', async () => {
    const { open, entries } = windows()
    const first = await open()
    await first.actions.openPath('/a')
    const { configuration } = first.state()
    const run = entry('run-1', configuration)
    entries.push(run, entry('run-2', configuration))
    const saved = { configuration, saved: { kind: 'history', id: 'run-1' } } satisfies EntrySource
    await first.actions.keepSavedAsBaseline(saved)
    await first.actions.configure({ threads: 7, profile: 'mnn-3.6.1' })
    first.actions.addSides([
      { configuration, saved: { kind: 'history', id: 'run-2' } },
      { configuration, runId: 'x' },
    ])
    first.actions.showTab('advice')
    first.actions.foldTo(1)
    first.actions.openFold('scope:x')
    first.actions.keepPanel({ layersFilter: 'op:conv', layersScroll: 40 })
    await first.actions.openPath('/b')
    expect(first.state()).toMatchObject({
      ...{ tab: 'layers', panels: { layersFilter: '' } },
      savedBaseline: { saved: { kind: 'document' } },
    })
    first.disconnect()
    await vi.runAllTimersAsync()

    // One of the sides is gone by then.
    entries.splice(1)
    const second = await open()
    await second.actions.openPath('/a')
    expect(second.state()).toMatchObject({
      configuration: { threads: 7, profile: 'mnn-3.6.1' },
      baseline: configuration,
      savedBaseline: saved,
      picked: [{ configuration }],
      tab: 'advice',
      foldLevel: 1,
      panels: { layersFilter: 'op:conv', layersScroll: 40 },
    })
    expect(second.state().picked[0]).not.toHaveProperty('runId')
    expect([...second.state().openedFolds]).toEqual(['scope:x'])
    expect(second.state().plan?.configuration.threads).toBe(7)
    // Nothing that the user did in this window, to be taken back.
    expect(second.state().undo.done).toEqual([])
  })

  it('opens documents again from their files, with the sides that they hold; one that is gone is told', async () => {
    const configuration: HistoryEntry['configuration'] = { profile: 'mnn-2.8.1', isa: 'avx2', threads: 3, settings: {} }
    const document = (id: string, path: string): OpenedDocument => ({ ...aDocument(id, configuration), path })
    const { open, files } = windows()
    for (const path of ['/old.convscope', '/other.convscope']) files.set(path, document(`document-${files.size}`, path))
    const first = await open()
    await first.actions.openPath('/a')
    await first.actions.openDocument('/old.convscope')
    await first.actions.openDocument('/other.convscope')
    const saved = (id: string) => ({ configuration, saved: { kind: 'document', id, index: 0 }, label: 'then' }) as const
    await first.actions.keepSavedAsBaseline(saved('document-0'))
    first.actions.addSides([saved('document-1')])
    first.disconnect()
    await vi.runAllTimersAsync()

    // Ids are of one start.
    files.set('/old.convscope', document('document-7', '/old.convscope'))
    files.delete('/other.convscope')
    const second = await open()
    await second.actions.openPath('/a')
    expect(second.state()).toMatchObject({
      baseline: configuration,
      savedBaseline: saved('document-7'),
      picked: [],
      documents: [{ id: 'document-7' }],
      problem: { code: 'file/unreadable' },
    })
  })

  it('has what was kept of another model again, and says where that is gone', async () => {
    const { open, kept, sides } = windows()
    const first = await open()
    await first.actions.openPath('/a')
    first.actions.keepAsBaseline()
    await first.actions.openPath('/b')
    const { savedBaseline, baseline } = first.state()
    expect(savedBaseline?.saved?.kind).toBe('document')
    // Whoever leaves without another touch finds it too.
    first.disconnect()
    await vi.runAllTimersAsync()
    const [name] = [...sides.keys()]
    expect(kept.get('b')?.documents).toEqual([{ id: savedBaseline?.saved.id, kept: name }])

    const second = await open()
    await second.actions.openPath('/b')
    const again = second.state()
    expect(again).toMatchObject({ baseline, savedBaseline: { label: savedBaseline?.label }, problem: null })
    expect(again.savedBaseline?.saved.id).toBe(again.documents[0]?.id)
    // Without a side of it, it is not named any more.
    second.actions.dropBaseline()
    second.disconnect()
    await vi.runAllTimersAsync()
    expect(kept.get('b')?.documents).toBeUndefined()

    sides.clear()
    const third = await open()
    await first.actions.openPath('/b')
    kept.set('b', { ...(kept.get('b') as Workspace), documents: [{ id: 'document-1', kept: 'gone' }] })
    await third.actions.openPath('/b')
    expect(third.state()).toMatchObject({ documents: [], problem: { message: { id: 'problem.keptSideGone' } } })
  })

  it('is written where a model is opened with an A, as the start page does', async () => {
    const { open, kept } = windows()
    const { actions, state } = await open()
    const { configuration } = state()
    await actions.openPath('/a', { baseline: { ...configuration, threads: 7 }, tab: 'compare' })
    await vi.runAllTimersAsync()
    expect(kept.get('a')).toMatchObject({ baseline: { configuration: { threads: 7 } }, tab: 'compare' })
  })

  it('is written once what changes has settled, and not for what is only looked at', async () => {
    const { open, kept } = windows()
    const { actions } = await open()
    await actions.openPath('/a')
    await vi.runAllTimersAsync()
    expect(kept.size).toBe(0)
    actions.notify('success', 'x')
    await actions.configure({ threads: 3 })
    await actions.configure({ threads: 5 })
    expect(kept.size).toBe(0)
    await vi.runAllTimersAsync()
    expect(kept.get('a')?.configuration.threads).toBe(5)
  })

  it('brings the sizes of inputs back before anything is planned', async () => {
    const { open, kept } = windows()
    const first = await open()
    await first.actions.openPath('/a')
    await first.actions.configure({ threads: 3 })
    await vi.runAllTimersAsync()
    const left = kept.get('a')
    if (left === undefined) throw new Error('nothing is kept')
    kept.set('a', { ...left, sizes: { x: [null, 64] } })
    const second = await open()
    await second.actions.openPath('/a')
    expect(second.state().model?.id).toBe(aModel('a-reshaped').id)
    const planned = second.bridge.calls.filter(({ channel }) => channel === 'plan:create')
    expect(planned.map(({ args }) => args[0])).toEqual(['a-reshaped'])
  })
})
