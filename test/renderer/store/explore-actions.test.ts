// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Algorithm } from '#contract/algorithms'
import { ok } from '#contract/errors'
import type { NodeView } from '#contract/model'
import type { Decision } from '#contract/plan'
import { rankByText } from '#renderer/features/palette/rank-by-text'
import { folds } from '#renderer/lib/layers/folds'
import { createApp } from '#renderer/store/create-app'
import { selectEmphasis, selectFolding, selectMatches } from '#renderer/store/selectors'
import { aModel, aPlan, fakeBridge } from '../support/fake-bridge'

function node(id: number, op: string): NodeView {
  return { id, name: `layer${id}`, op, sourceOp: op, inputs: [], outputs: [], attributes: [], folded: false }
}

const OPS = ['Conv', 'Relu', 'Conv', 'Add', 'Conv']

async function opened(ops: readonly string[] = OPS) {
  const model = { ...aModel('m'), nodes: ops.map((op, id) => node(id, op)) }
  const app = createApp(fakeBridge({ 'model:open': () => ok({ ...model, id: `${Math.random()}` }) }))
  await app.actions.openPath('/m')
  return app
}

describe('search', () => {
  it('finds nothing while it is closed or empty', async () => {
    const { store, actions } = await opened()
    actions.setQuery('op:conv')
    expect(selectMatches(store.getState())).toBeNull()
    actions.showSearch()
    expect(selectMatches(store.getState())?.nodes).toEqual([0, 2, 4])
    actions.setQuery('  ')
    expect(selectMatches(store.getState())).toBeNull()
  })
  it('goes to the next and previous match from the selection, and round', async () => {
    const { store, actions } = await opened()
    actions.showSearch()
    actions.setQuery('op:conv')
    const visited = (directions: readonly ('next' | 'previous')[]) =>
      directions.map((direction) => {
        actions.goToMatch(direction)
        return store.getState().selected
      })
    expect(visited(['next', 'next', 'next', 'next', 'previous', 'previous'])).toEqual([0, 2, 4, 0, 4, 2])
    actions.select(3)
    expect(visited(['next'])).toEqual([4])
    actions.select(null)
    expect(visited(['previous'])).toEqual([4])
    expect(store.getState().centreRequest).toBe(8)
  })
  it('stays where it is when nothing is found', async () => {
    const { store, actions } = await opened()
    actions.showSearch()
    actions.setQuery('op:softmax')
    actions.goToMatch('next')
    expect(store.getState().selected).toBeNull()
  })
})

describe('a match within collapsed blocks', () => {
  it('is shown in full once it is gone to, as only its run of blocks is then', async () => {
    const block = ['Conv', 'Relu', 'Add']
    const { store, actions } = await opened([...block, ...block, ...block, 'Softmax'])
    actions.collapseBlocks(true)
    actions.goToNode(1)
    expect([...store.getState().openedFolds]).toEqual([])
    actions.goToNode(9)
    expect([...store.getState().openedFolds]).toEqual([])
    actions.showSearch()
    actions.setQuery('op:relu')
    actions.select(1)
    actions.goToMatch('next')
    expect(store.getState().selected).toBe(4)
    expect([...store.getState().openedFolds]).toEqual(['0'])
  })

  it('leaves a whole graph as it is', async () => {
    const block = ['Conv', 'Relu', 'Add']
    const { store, actions } = await opened([...block, ...block, ...block])
    actions.goToNode(4)
    expect(store.getState().openedFolds.size).toBe(0)
  })
})

describe('folding by structure', () => {
  async function staged() {
    const app = await opened(['Conv', 'Relu', 'Conv', 'Relu', 'Conv', 'Relu'])
    const model = app.store.getState().model
    const names = ['s1/a/c', 's1/a/r', 's1/b/c', 's1/b/r', 's2/c', 's2/r']
    if (model === null) throw new Error('no model')
    const nodes = model.nodes.map((node, at) => ({ ...node, name: names[at] ?? '' }))
    app.store.setState({ model: { ...model, nodes } })
    const folded = () => {
      const state = app.store.getState()
      return state.model === null ? [] : folds(state.model, selectFolding(state)).map(({ id }) => id)
    }
    return { ...app, folded }
  }

  it('goes a level further and back, from all nodes to stages', async () => {
    const { actions, folded } = await staged()
    actions.foldMore()
    expect(folded()).toEqual(['scope:s1/a', 'scope:s1/b'])
    actions.foldMore()
    actions.foldMore()
    expect(folded()).toEqual(['scope:s1', 'scope:s2'])
    actions.foldLess()
    actions.foldLess()
    expect(folded()).toEqual([])
  })

  it('draws one stage alone as a box, and opens what a node is in', async () => {
    const { actions, folded, store } = await staged()
    actions.closeFold('scope:s1')
    expect(folded()).toEqual(['scope:s1'])
    actions.goToNode(2)
    expect(folded()).toEqual(['scope:s1/a'])
    expect(store.getState().selected).toBe(2)
    actions.closeFold('scope:s1/b')
    expect(folded()).toEqual(['scope:s1/a', 'scope:s1/b'])
    actions.closeFold('scope:s1')
    expect(folded()).toEqual(['scope:s1'])
  })
})

describe('selection history', () => {
  it('goes back through what was selected', async () => {
    const { store, actions } = await opened()
    for (const id of [0, 1, 1, null, 3]) actions.select(id)
    actions.goBack()
    expect(store.getState().selected).toBe(1)
    actions.goBack()
    expect(store.getState().selected).toBe(0)
    actions.goBack()
    expect(store.getState().selected).toBe(0)
  })
  it('forgets with the model', async () => {
    const { store, actions } = await opened()
    actions.select(0)
    actions.select(1)
    await actions.openPath('/m')
    expect(store.getState().visited).toEqual([])
  })
})

describe('emphasis', () => {
  it('ends when it is asked for again, and where no layer has the algorithm any more', async () => {
    const { store, actions } = await opened()
    const plan = aPlan('m', store.getState().configuration)
    const having = (algorithm: Algorithm) => ({ plan: { ...plan, decisions: [{ algorithm } as Decision] } })
    store.setState(having('streamed'))
    actions.emphasise('streamed')
    expect(selectEmphasis(store.getState())).toBe('streamed')
    store.setState(having('tiled'))
    expect(selectEmphasis(store.getState())).toBeNull()
    store.setState(having('streamed'))
    actions.emphasise('streamed')
    expect(selectEmphasis(store.getState())).toBeNull()
  })
})

describe('reload', () => {
  it('reads the file anew and keeps baseline, tab and selection', async () => {
    const { store, actions } = await opened()
    actions.keepAsBaseline()
    actions.showTab('compare')
    actions.select(2)
    const before = store.getState()
    await actions.reload()
    const after = store.getState()
    expect(after.model).not.toBe(before.model)
    expect(after).toMatchObject({ baseline: before.baseline, tab: 'compare', selected: 2 })
  })
})

describe('rankByText', () => {
  const texts = ['Zoom out', 'Zoom in', 'Run', 'Show Timeline', 'Engine: MNN 2.8.1', 'overrun']
  it.each([
    ['', texts],
    ['run', ['Run', 'overrun']],
    ['in zoom', ['Zoom in']],
    ['mnn eng', ['Engine: MNN 2.8.1']],
    ['t', ['Show Timeline', 'Zoom out']],
    ['nothing', []],
  ])('%s', (query, expected) => {
    expect(rankByText(texts, query, (text) => text)).toEqual(expected)
  })
})
