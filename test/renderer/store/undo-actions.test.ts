// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok } from '#contract/errors'
import type { EntrySource, HistoryEntry } from '#contract/history'
import type { ModelView } from '#contract/model'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import { aPlan, aSizedModel, fakeBridge, type Handlers } from '../support/fake-bridge'

const ZERO = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }

const sized = (id: string, size: number | null): ModelView => ({ ...aSizedModel(id, size), sha256: 'one' })

/** An open model whose bridge keeps entries in earnest. */
async function deciding(handlers: Partial<Handlers> = {}) {
  let views = 0
  const kept = new Map<string, HistoryEntry>()
  const aside = new Map<string, HistoryEntry>()
  const list = () => ok({ entries: [...kept.values()], damaged: 0 })
  const move = (id: string, from: typeof kept, to: typeof kept) => {
    const entry = from.get(id)
    if (entry === undefined) return fail({ code: 'file/not-found', message: spoken('gone') })
    from.delete(id)
    to.set(id, entry)
    return list()
  }
  const bridge = fakeBridge({
    'model:open': () => ok(sized('first', null)),
    'model:set-input-shapes': (_id, sizes) => ok(sized(`view-${views++}`, sizes['x']?.[1] ?? null)),
    'history:list': list,
    'history:delete': (_model, id) => move(id, kept, aside),
    'history:restore': (_model, id) => move(id, aside, kept),
    ...handlers,
  })
  const app = createApp(bridge)
  await app.actions.start()
  await app.actions.openPath('/a')
  const { configuration } = app.store.getState()
  for (const id of ['run-1', 'run-2']) {
    kept.set(id, { id, name: '', savedAt: 0, configuration, inputs: [], totals: ZERO, totalBytes: 0 })
  }
  await app.actions.refreshHistory()
  const state = app.store.getState
  const done = () => state().undo.done.map(({ name }) => name.setting ?? name.kind)
  return { ...app, bridge, kept, state, done }
}

describe('undo', () => {
  it('takes a change of linked sides back in both, by the name of what was changed', async () => {
    const { actions, state, done } = await deciding()
    const a = { ...state().configuration, profile: 'mnn-1.0.1' }
    await actions.compareConfigurations(a, { ...a, profile: 'mnn-2.8.1' })
    await actions.configure({ threads: 7 })
    expect([state().baseline?.threads, state().configuration.threads]).toEqual([7, 7])
    expect(done().at(-1)).toBe('threads')
    await actions.swap()
    expect(done().at(-1)).toBe('swap')
    await actions.undo()
    await actions.undo()
    expect(state().baseline).toEqual(a)
    // Kept to be changed: one by one.
    actions.keepAsBaseline()
    await actions.configure({ threads: 5 })
    expect(state().baseline?.threads).toBe(a.threads)
  })

  it('takes back one decision after the other, whatever it is about, and does them again', async () => {
    const { actions, state, done } = await deciding()
    const first = state().configuration
    await actions.configure({ threads: 7 })
    actions.keepAsBaseline()
    await actions.configure({ profile: 'mnn-3.6.1' })
    await actions.override([{ layers: 'conv*', algorithm: 'tiled' }])
    actions.addSides([{ configuration: first }])
    await actions.setInputShapes({ x: [null, 64] })
    await actions.configure({ settings: { memory: 'low' } })
    expect(done()).toEqual(['threads', 'baseline', 'engine', 'overrides', 'sides', 'sizes', 'memory'])
    const last = state()

    await actions.undo()
    await actions.undo()
    expect(state().model?.inputs[0]?.dims).toEqual([1, 32])
    expect(state().plan?.modelId).toBe(state().model?.id)
    await actions.undo()
    expect(state().picked).toEqual([])
    await actions.undo()
    expect(state().configuration.overrides).toBeUndefined()
    await actions.undo()
    expect(state().configuration).toEqual({ ...first, threads: 7 })
    await actions.undo()
    expect(state().baseline).toBeNull()
    await actions.undo()
    await actions.undo()
    expect(state().configuration).toEqual(first)
    expect(state().plan?.configuration).toEqual(first)

    for (let step = 0; step < 8; step++) await actions.redo()
    expect(state()).toMatchObject({ configuration: last.configuration, baseline: last.baseline, picked: last.picked })
    expect(state().model?.inputs[0]?.dims).toEqual([1, 64])
    expect(done()).toHaveLength(7)
  })

  it('brings deleted entries back with the sides that they were', async () => {
    const { actions, state, kept } = await deciding()
    const { configuration } = state()
    const source = { configuration, saved: { kind: 'history', id: 'run-1' } } satisfies EntrySource
    await actions.keepSavedAsBaseline(source)
    await actions.deleteEntry('run-1')
    expect([...kept.keys()]).toEqual(['run-2'])
    expect(state().savedBaseline).toBeNull()
    expect(state().notices.at(-1)?.step).toBe(state().undo.done.at(-1))
    await actions.undo()
    expect([...kept.keys()].sort()).toEqual(['run-1', 'run-2'])
    expect(state().savedBaseline).toEqual(source)
    expect(state().history?.entries).toHaveLength(2)
    await actions.redo()
    expect([...kept.keys()]).toEqual(['run-2'])
  })

  it('deletes a plan again that was kept, and keeps it again', async () => {
    const { actions, state, kept, done } = await deciding({
      'history:keep': (_model, configuration) => {
        kept.set('new', { id: 'new', name: '', savedAt: 1, configuration, inputs: [], totals: ZERO, totalBytes: 0 })
        return ok({ entries: [...kept.values()], damaged: 0 })
      },
    })
    await actions.keepPlan()
    expect(done()).toEqual(['keep'])
    await actions.undo()
    expect([...kept.keys()]).toEqual(['run-1', 'run-2'])
    await actions.redo()
    expect([...kept.keys()]).toEqual(['run-1', 'run-2', 'new'])
    expect(state().history?.entries).toHaveLength(3)
  })

  it('takes with a deletion what was told of it', async () => {
    const { actions, state } = await deciding()
    await actions.deleteEntry('run-1')
    expect(state().notices).toHaveLength(1)
    await actions.undo()
    expect(state().notices).toEqual([])
  })

  it('takes a remedy with its comparison for one thing, and forgets what was undone once something else is done', async () => {
    const { actions, state, done } = await deciding()
    const { configuration } = state()
    const wanted = { ...configuration, threads: 3 }
    await actions.compareWith({ configuration: wanted } as Parameters<typeof actions.compareWith>[0])
    expect(done()).toEqual(['remedy'])
    expect(state()).toMatchObject({ baseline: configuration, configuration: wanted })
    await actions.undo()
    expect(state()).toMatchObject({ baseline: null, configuration })
    await actions.configure({ threads: 5 })
    expect(state().undo.undone).toEqual([])
    await actions.redo()
    expect(state().configuration.threads).toBe(5)
  })

  it('has no step for what did not come about, was not the user’s doing, or makes no difference', async () => {
    const { actions, state, done } = await deciding({
      'plan:create': (id, configuration) =>
        configuration.overrides === undefined
          ? ok(aPlan(id, configuration))
          : fail({ code: 'plan/impossible-override', message: spoken('no') }),
    })
    await actions.configure({ overrides: [{ layers: 'x', algorithm: 'tiled' }] })
    await actions.configure({ threads: state().configuration.threads })
    await actions.receiveEngineState({ executableIsas: ['sse'], problem: null, build: null })
    actions.showTab('runs')
    expect(done()).toEqual([])
    await actions.undo()
    expect(state().configuration.overrides).toBeUndefined()
  })

  it('goes with its model', async () => {
    const { actions, done } = await deciding()
    await actions.configure({ threads: 7 })
    await actions.reload()
    expect(done()).toEqual(['threads'])
    await actions.openPath('/b')
    expect(done()).toEqual([])
  })
})
