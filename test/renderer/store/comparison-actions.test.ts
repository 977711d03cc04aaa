// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Comparison } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { ComparisonRequest, EntrySource } from '#contract/history'
import { spoken } from '#messages/say'
import { type Side, sourceKey } from '#renderer/lib/sides'
import { createApp } from '#renderer/store/create-app'
import { comparisonOf, selectChosen, selectShown, selectSides } from '#renderer/store/selectors'
import { aModel, aReport, deferred, type FakeBridge, fakeBridge, type Handlers } from '../support/fake-bridge'

const KEPT: Configuration = { profile: 'mnn-3.6.1', settings: { memory: 'low' }, threads: 2, isa: 'avx2' }
const OLD: EntrySource = { configuration: KEPT, saved: { kind: 'history', id: 'run-7' }, label: 'As shipped' }
const FOREIGN: EntrySource = { configuration: KEPT, saved: { kind: 'document', id: 'document-1', index: 0 } }

/** A model with A kept and B another configuration. */
async function comparing(handlers: Partial<Handlers> = {}) {
  const bridge = fakeBridge(handlers)
  const app = createApp(bridge)
  await app.actions.openPath('/a')
  app.actions.keepAsBaseline()
  const a = app.store.getState().configuration
  await app.actions.configure({ settings: { memory: 'low' } })
  const b = app.store.getState().configuration
  const letters = () => selectSides(app.store.getState()).map(({ letter, source }) => [letter, source.configuration])
  const shown = () => {
    const state = app.store.getState()
    const comparison = selectShown(state)
    return comparison === null ? null : { ...comparison, letter: selectChosen(state)?.letter }
  }
  return { ...app, bridge, a, b, letters, shown }
}

function requests({ calls }: FakeBridge): ComparisonRequest[] {
  return calls.flatMap(({ channel, args }) => (channel === 'plan:compare' ? [args[0] as ComparisonRequest] : []))
}

/** Lets answers that are there be taken. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('sides', () => {
  it('go by letters in the order in which they are picked, and move up when one goes', async () => {
    const { actions, a, b, letters } = await comparing()
    actions.addSides([OLD, { configuration: a, saved: { kind: 'history', id: 'plan-1' } }])
    actions.addSides([OLD])
    expect(letters()).toEqual([
      ['A', a],
      ['B', b],
      ['C', KEPT],
      ['D', a],
    ])
    actions.togglePicked(OLD)
    expect(letters().map(([letter]) => letter)).toEqual(['A', 'B', 'C'])
  })

  it('are compared one by one, with the run of the configuration where it is planned now', async () => {
    const { actions, store, bridge, a } = await comparing()
    const now = { ...KEPT, threads: 8 }
    const report = aReport('run-9', 'a', now)
    store.setState({ measurements: new Map([[keyOf(now), { report, timeline: {} as never }]]) })
    actions.addSides([OLD, { configuration: now }])
    await settled()
    expect(requests(bridge).slice(-2)).toEqual([
      { modelId: 'a', a: { configuration: a }, b: OLD },
      { modelId: 'a', a: { configuration: a }, b: { configuration: now, runId: 'run-9' } },
    ])
  })

  it('are not compared again when only B changes, but when A does', async () => {
    const { actions, bridge } = await comparing()
    actions.addSides([OLD])
    await settled()
    const before = requests(bridge).length
    await actions.configure({ settings: { memory: 'high' } })
    expect(
      requests(bridge)
        .slice(before)
        .map(({ b }) => b.saved),
    ).toEqual([undefined])
    actions.keepAsBaseline()
    await settled()
    expect(requests(bridge).at(-1)).toMatchObject({
      b: OLD,
      a: { configuration: { settings: { memory: 'high' } } },
    })
  })

  it('are not compared again when they move up by a letter', async () => {
    const { actions, bridge, shown } = await comparing()
    actions.addSides([FOREIGN, OLD])
    actions.chooseSide(sourceKey(OLD))
    await settled()
    const before = requests(bridge).length
    expect(shown()).toMatchObject({ letter: 'D' })
    actions.togglePicked(FOREIGN)
    await settled()
    expect(shown()).toMatchObject({ letter: 'C', b: { configuration: KEPT } })
    expect(requests(bridge)).toHaveLength(before)
  })

  it('are compared again once kernels have been measured', async () => {
    const { actions, bridge } = await comparing()
    actions.addSides([OLD])
    await settled()
    const before = requests(bridge).length
    await actions.compareAnew()
    expect(
      requests(bridge)
        .slice(before)
        .map(({ b }) => b.saved),
    ).toEqual([undefined, OLD.saved])
  })
})

describe('the side that is looked at', () => {
  it('is B until another is chosen, which changes no configuration', async () => {
    const { actions, store, b, shown } = await comparing()
    actions.addSides([OLD])
    await settled()
    expect(shown()).toMatchObject({ letter: 'B', b: { configuration: b } })
    actions.chooseSide(sourceKey(OLD))
    expect(shown()).toMatchObject({ letter: 'C', b: { configuration: KEPT } })
    expect(store.getState().configuration).toEqual(b)
    // Graph, table and search stay with the configuration that they show.
    expect(store.getState().comparison).toMatchObject({ b: { configuration: b } })
    actions.chooseSide('B')
    expect(shown()).toMatchObject({ letter: 'B' })
  })

  it('is what exports are of', async () => {
    const { actions, bridge } = await comparing()
    actions.addSides([OLD, FOREIGN])
    actions.chooseSide(sourceKey(FOREIGN))
    await settled()
    await actions.exportComparison('csv')
    expect(bridge.calls.at(-1)).toMatchObject({
      channel: 'export:comparison',
      args: [{ b: FOREIGN }, 'D', 'csv'],
    })
    expect(actions.sources().slice(2)).toEqual([OLD, FOREIGN])
  })

  it('is B again when it is taken out, deleted, or its document closed', async () => {
    const { actions, store, shown } = await comparing()
    actions.addSides([OLD, FOREIGN])
    await settled()
    actions.chooseSide(sourceKey(FOREIGN))
    actions.closeDocument('document-1')
    expect(shown()).toMatchObject({ letter: 'B' })
    actions.chooseSide(sourceKey(OLD))
    await actions.deleteEntry('run-7')
    expect(shown()).toMatchObject({ letter: 'B' })
    expect(store.getState().picked).toEqual([])
  })

  it('is another side where B is no different from A', async () => {
    const { actions, a, shown } = await comparing()
    actions.addSides([OLD])
    await actions.configure({ settings: a.settings })
    await settled()
    expect(shown()).toMatchObject({ letter: 'C', a: { configuration: a } })
  })

  it('tells why it cannot be compared, and the others can', async () => {
    const gone = fail({ code: 'file/not-found', message: spoken('That document is no longer open.') })
    const { actions, store, shown } = await comparing({
      'plan:compare': (request) => (request.b.saved?.kind === 'document' ? gone : ok(compared(request))),
    })
    actions.addSides([FOREIGN, OLD])
    await settled()
    actions.chooseSide(sourceKey(FOREIGN))
    expect(shown()).toBeNull()
    expect(selectChosen(store.getState())).toMatchObject({ letter: 'C' })
    expect([...store.getState().otherComparisons.values()].map((each) => each.ok)).toEqual([false, true])
    expect(store.getState().problem).toBeNull()
  })

  it('is told of B too, until there is another A', async () => {
    let open = false
    const { actions, store } = await comparing({
      'plan:compare': (request) =>
        request.a.saved === undefined || open
          ? ok(compared(request))
          : fail({ code: 'file/not-found', message: spoken('That document is no longer open.') }),
    })
    const b = () => comparisonOf(store.getState(), selectSides(store.getState())[1] as Side)
    await actions.keepSavedAsBaseline({ ...OLD, saved: { kind: 'history', id: 'run-7' } })
    expect(b()).toMatchObject({ ok: false, problem: { code: 'file/not-found' } })
    open = true
    await actions.compare()
    expect(b()).toMatchObject({ ok: true, value: { a: { configuration: OLD.configuration } } })
  })

  it('does not take an answer that was asked for another A', async () => {
    const slow = deferred<Result<Comparison>>()
    let first = true
    const { actions, store } = await comparing({
      'plan:compare': (request) => {
        if (request.b !== OLD || !first) return ok(compared(request))
        first = false
        return slow.promise
      },
    })
    actions.addSides([OLD])
    actions.keepAsBaseline()
    await settled()
    slow.resolve(ok(compared({ modelId: 'a', a: OLD, b: OLD })))
    await settled()
    const [answer] = [...store.getState().otherComparisons.values()]
    expect(answer).toMatchObject({ ok: true, value: { a: { configuration: { settings: { memory: 'low' } } } } })
  })
})

describe('the baseline', () => {
  it('is planned now once the entry that it was is gone', async () => {
    const { actions, store } = await comparing()
    await actions.keepSavedAsBaseline({ ...OLD, saved: { kind: 'history', id: 'run-7' } })
    await actions.deleteEntry('run-8')
    expect(store.getState().savedBaseline).toMatchObject(OLD)
    await actions.deleteEntry('run-7')
    await settled()
    expect(store.getState()).toMatchObject({ baseline: KEPT, savedBaseline: null })
    expect(store.getState().comparison).toMatchObject({ a: { configuration: KEPT } })
  })
})

describe('a side', () => {
  it('becomes the baseline, and the baseline takes its place', async () => {
    const { actions, store, a, letters } = await comparing()
    actions.addSides([OLD, { configuration: { ...KEPT, threads: 1 } }])
    const c = selectSides(store.getState())[2]
    if (c === undefined) throw new Error('no C')
    await actions.makeBaseline(c)
    expect(store.getState()).toMatchObject({ baseline: KEPT, savedBaseline: OLD })
    expect(letters().map(([letter, configuration]) => [letter, (configuration as Configuration).profile])).toEqual([
      ['A', 'mnn-3.6.1'],
      ['B', a.profile],
      ['C', a.profile],
      ['D', 'mnn-3.6.1'],
    ])
  })

  it('becomes the current configuration only when that is asked for', async () => {
    const { actions, store, letters } = await comparing()
    actions.addSides([FOREIGN])
    const c = selectSides(store.getState())[2]
    if (c === undefined) throw new Error('no C')
    await actions.makeCurrent(c)
    expect(store.getState().configuration).toEqual(KEPT)
    expect(letters().map(([letter]) => letter)).toEqual(['A', 'B', 'C'])
  })

  it('takes the name that it is given in the history', async () => {
    const { actions, store } = await comparing()
    actions.addSides([OLD])
    await actions.renameEntry('run-7', 'Nightly')
    expect(selectSides(store.getState())[2]?.source.label).toBe('Nightly')
    await actions.renameEntry('run-7', '')
    expect(selectSides(store.getState())[2]?.source).not.toHaveProperty('label')
  })

  it('A that is a document stays over a reload, and over one of changed contents; a kept entry is planned anew', async () => {
    const { actions, store } = await comparing({ 'model:open': () => ok(aModel('a')) })
    const changed = async (source: EntrySource) => {
      await actions.keepSavedAsBaseline(source as Parameters<typeof actions.keepSavedAsBaseline>[0])
      await actions.reload()
      expect(selectSides(store.getState())[0]?.source).toEqual(source)
      const { model } = store.getState()
      if (model === null) throw new Error('no model')
      store.setState({ model: { ...model, sha256: 'former' } })
      await actions.reload()
      return selectSides(store.getState())[0]?.source
    }
    expect(await changed(FOREIGN)).toEqual(FOREIGN)
    expect(await changed(OLD)).toEqual({ configuration: KEPT })
  })

  it('keeps a saved A as a further side when A and B are exchanged', async () => {
    const { actions, store, b } = await comparing()
    await actions.keepSavedAsBaseline(FOREIGN as Parameters<typeof actions.keepSavedAsBaseline>[0])
    await actions.swap()
    expect(selectSides(store.getState()).map(({ source }) => source)).toEqual([
      { configuration: b },
      { configuration: KEPT },
      FOREIGN,
    ])
  })

  it('stays over a reload of the same file; of changed contents only what is not of the old ones', async () => {
    const { actions, store, letters } = await comparing({
      'model:open': (path) => ok(aModel(path.startsWith('/a') ? 'a' : 'b')),
    })
    actions.addSides([OLD, FOREIGN, { configuration: KEPT }])
    actions.chooseSide(sourceKey(FOREIGN))
    await actions.reload()
    expect(letters().map(([letter]) => letter)).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(selectChosen(store.getState())).toMatchObject({ letter: 'D' })
    const { model } = store.getState()
    if (model === null) throw new Error('no model')
    store.setState({ model: { ...model, sha256: 'former' } })
    await actions.reload()
    expect(store.getState().picked).toEqual([FOREIGN, { configuration: KEPT }])
    await actions.openPath('/b')
    expect(store.getState().picked).toEqual([])
  })
})

describe('timelines of the sides', () => {
  it('are fetched once each, and let go of with their side', async () => {
    const entry = { model: {} as never, entry: {} as never }
    const { actions, store, bridge } = await comparing({ 'document:entries': () => ok([entry]) })
    actions.addSides([OLD])
    const fetched = () => bridge.calls.filter(({ channel }) => channel === 'document:entries').length
    await actions.loadSides()
    expect(fetched()).toBe(3)
    await actions.configure({ threads: 9 })
    await actions.loadSides()
    expect(fetched()).toBe(4)
    expect(store.getState().sideEntries.size).toBe(3)
    actions.togglePicked(OLD)
    await actions.loadSides()
    expect(store.getState().sideEntries.size).toBe(2)
  })
})

function compared({ a, b }: ComparisonRequest): Comparison {
  const totals = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }
  const side = ({ configuration }: EntrySource) => ({ configuration, totals, totalBytes: 0, lowerBound: false })
  return { a: side(a), b: side(b), deltas: totals, totalDelta: 0, layers: [], summary: [], rules: [] }
}

function keyOf(configuration: Configuration): string {
  return sourceKey({ configuration }).replace('now  ', '')
}
