// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest'
import { ok } from '#contract/errors'
import type { NodeView } from '#contract/model'
import type { ModelDiff, NodeDiff } from '#contract/model-diff'
import { createApp } from '#renderer/store/create-app'
import { selectBeside, selectMatches, selectPair } from '#renderer/store/selectors'
import { aComparison, aModel, aPlan, fakeBridge } from '../support/fake-bridge'

const nodes = (...names: string[]) =>
  names.map((name, id): NodeView => {
    return { id, name, op: 'Conv', sourceOp: 'Conv', inputs: [], outputs: [], attributes: [], folded: false }
  })

const after = { ...aModel('after'), nodes: nodes('first', 'second', 'new') }
const before = { ...aModel('before'), nodes: nodes('first', 'old', 'second') }

const matched = (kind: NodeDiff['kind'], a: number | null, b: number | null): NodeDiff => {
  return { kind, a, b, node: b, title: '', op: 'Conv', differences: [] }
}
const diff: ModelDiff = {
  a: { fileName: 'before.onnx', sha256: 'before' },
  b: { fileName: 'after.onnx', sha256: 'after' },
  changes: [],
  nodes: [matched('same', 0, 0), matched('removed', 1, null), matched('changed', 2, 1), matched('added', null, 2)],
  counts: { same: 1, changed: 1, added: 1, removed: 1 },
}

/** "after" is open, and A is kept of "before". */
async function twoFiles() {
  const bridge = fakeBridge({
    'model:open': (path) => ok(path.includes('before') ? before : after),
    'plan:compare': ({ a, b }) =>
      ok({ ...aComparison(a.configuration, b.configuration), ...(a.saved === undefined ? {} : { models: diff }) }),
    'document:view': (_modelId, { configuration }) => ok({ view: before, plan: aPlan('before', configuration, 7) }),
  })
  const app = createApp(bridge)
  await app.actions.openPath('/before.onnx')
  app.actions.keepAsBaseline()
  await app.actions.openPath('/after.onnx')
  await vi.waitFor(() => expect(selectPair(app.store.getState())).not.toBeNull())
  await app.actions.loadBeside()
  return { ...app, bridge }
}

const shown = ({ store }: Awaited<ReturnType<typeof twoFiles>>) => {
  const state = store.getState()
  return { open: state.selected, beside: selectBeside(state)?.selected ?? null }
}

describe('a side of another file', () => {
  it('is asked for once, and is there as if it were open, without what is known of the open one', async () => {
    const { store, actions, bridge } = await twoFiles()
    await actions.loadBeside()
    expect(bridge.calls.filter(({ channel }) => channel === 'document:view')).toHaveLength(1)
    store.setState({ playhead: 2 })
    const beside = selectBeside(store.getState())
    expect(beside).toMatchObject({ model: before, plan: { totalBytes: 7 }, playhead: null, comparison: null })
    expect(selectPair(store.getState())).toMatchObject({ beside: 'a', letters: { open: 'B', beside: 'A' } })
  })

  it('has the match of what is selected, and the other way round', async () => {
    const app = await twoFiles()
    const { store, actions } = app
    actions.select(1)
    expect(shown(app)).toEqual({ open: 1, beside: 2 })
    actions.select(2)
    expect(shown(app)).toEqual({ open: 2, beside: null })
    const { centreRequest, centreBesideRequest } = store.getState()
    actions.selectBeside(0)
    expect(shown(app)).toEqual({ open: 0, beside: 0 })
    actions.selectBeside(1)
    expect(shown(app)).toEqual({ open: null, beside: 1 })
    expect(store.getState()).toMatchObject({ centreRequest: centreRequest + 2, centreBesideRequest })
    actions.reveal(0)
    expect(shown(app)).toEqual({ open: 0, beside: 0 })
    expect(store.getState().centreBesideRequest).toBe(centreBesideRequest + 1)
  })

  it('is gone through difference by difference', async () => {
    const app = await twoFiles()
    const steps = (...ways: ('next' | 'previous')[]) =>
      ways.map((way) => {
        app.actions.goToDifference(way)
        return shown(app)
      })
    const [old, second, fresh] = [
      { open: null, beside: 1 },
      { open: 1, beside: 2 },
      { open: 2, beside: null },
    ]
    expect(steps('next', 'next', 'next', 'next', 'previous')).toEqual([old, second, fresh, old, fresh])
    app.actions.goToDifference('next', 'changed')
    expect(shown(app)).toEqual(second)
  })

  it('is searched beside the open one, each answer made once', async () => {
    const { store, actions } = await twoFiles()
    actions.showSearch()
    actions.setQuery('old')
    const state = store.getState()
    const beside = selectBeside(state)
    if (beside === null) throw new Error('not there')
    const [open, other] = [selectMatches(state), selectMatches(beside)]
    expect([open?.nodes, other?.nodes]).toEqual([[], [1]])
    expect([selectMatches(state), selectMatches(beside)]).toEqual([open, other])
    expect(selectMatches(state)).toBe(open)
    expect(selectMatches(beside)).toBe(other)
  })
})
