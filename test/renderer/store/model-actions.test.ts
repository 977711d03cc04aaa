// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { BudgetAnswer } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import type { Entry, SavedEntry } from '#contract/document'
import { fail, ok, type Problem, type Result } from '#contract/errors'
import type { HistoryEntry, NodeOverlay } from '#contract/history'
import type { InputSizes, ModelView } from '#contract/model'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import type { AppState } from '#renderer/store/state/index'
import type { AdviceState } from '#renderer/store/state/per-shapes'
import { aModel, aPlan, aReport, aShownModel, deferred, fakeBridge, HOST } from '../support/fake-bridge'

const TRUNCATED: Problem = {
  code: 'model/truncated',
  message: spoken('“b.onnx” ends in the middle.'),
  hint: spoken('Copy it again.'),
}

const NO_DOCUMENT = { fileName: 'a.json', shown: 0, entries: [] }
const anEntry = (configuration: Configuration): HistoryEntry => {
  const { totals, totalBytes } = aPlan('a', configuration)
  return { id: 'plan-1', name: '', savedAt: 0, configuration, inputs: [], totals, totalBytes }
}
const AN_OVERLAY: NodeOverlay = { fileName: 'o.json', values: [] }

/** Answers as they may stand on screen when the model goes that they were given for. */
const ANSWERS_OF_SHAPES: Partial<AppState> = {
  warnings: [],
  advice: { plan: null, plans: 1, answer: null } as unknown as AdviceState,
  budget: { bytes: 5, plans: 0, answer: { fits: false, leastBytes: 0 } },
  comparisonProblem: TRUNCATED,
  sideEntries: new Map([['now', fail(TRUNCATED)]]),
  chartExport: { kind: 'png' },
  tuningState: { kernels: 4, measured: 4, kept: 4, path: '/' },
}
const FORGOTTEN: Partial<AppState> = {
  warnings: null,
  advice: null,
  budget: null,
  comparisonProblem: null,
  sideEntries: new Map(),
  chartExport: null,
  tuningState: null,
}

describe('opening', () => {
  it('starts with what the machine executes best and opens the model of the command line', async () => {
    const bridge = fakeBridge({
      'app:info': () => ok({ ...HOST, engine: { ...HOST.engine, executableIsas: ['avx2'] }, initialModel: '/a.onnx' }),
    })
    const { store, actions } = createApp(bridge)
    await actions.start()
    expect(store.getState().configuration).toMatchObject({ isa: 'avx2', threads: 2 })
    expect(store.getState().model?.id).toBe('a.onnx')
    expect(store.getState().plan?.modelId).toBe('a.onnx')
  })

  it('keeps the model, its plan and the selection when the next one cannot be opened', async () => {
    const bridge = fakeBridge({
      'model:open': (path) => (path === '/a.onnx' ? ok(aModel('a')) : fail(TRUNCATED)),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a.onnx')
    actions.select(3)
    const before = store.getState()
    await actions.openPath('/b.onnx')
    expect(store.getState()).toMatchObject({
      model: before.model,
      plan: before.plan,
      selected: 3,
      opening: null,
      problem: TRUNCATED,
    })
    actions.dismissProblem()
    expect(store.getState().problem).toBeNull()
  })

  it('opens a saved document by itself, with its sides, whether a model is open or not', async () => {
    const bridge = fakeBridge()
    const { store, actions } = createApp(bridge)
    const asked = () => bridge.calls.filter(({ channel }) => channel === 'document:show').map(({ args }) => args)
    await actions.openPath('/x/a.convscope')
    expect(asked()).toEqual([['/x/a.convscope', null]])
    expect(store.getState()).toMatchObject({
      model: { document: { id: 'document-1' } },
      tab: 'compare',
      baseline: { profile: 'mnn-1.0.1' },
      savedBaseline: { saved: { kind: 'document', id: 'document-1', index: 0 } },
      configuration: { profile: 'mnn-2.8.1' },
      picked: [],
      documents: [{ id: 'document-1' }],
    })
    await actions.openPath('/m.onnx')
    await actions.openPath('/x/b.JSON')
    expect(asked()).toHaveLength(2)
    expect(store.getState().model?.document).toBeDefined()
    // The user shows where its model is.
    const chosen = fakeBridge({ 'model:choose': () => ok('/models/net.mnn') })
    const other = createApp(chosen)
    await other.actions.openPath('/x/a.convscope')
    await other.actions.findModel()
    expect(chosen.calls.filter(({ channel }) => channel === 'document:show').at(-1)?.args).toEqual([
      '/x/a.convscope',
      '/models/net.mnn',
    ])
  })

  it('opens a document of two models with A of the other, though both are planned alike', async () => {
    const { view, document } = aShownModel('/x/two.convscope')
    const [a, b] = document.entries
    if (a === undefined || b === undefined) throw new Error('two entries')
    const entries = [
      { ...b, label: '', ofShown: false, model: { ...a.model, fileName: 'before.onnx', sha256: 'b4' } },
      b,
    ]
    const run = { report: aReport('run-1', 'm', b.configuration), timeline: {} as never }
    const { store, actions } = createApp(
      fakeBridge({
        'document:show': () => ok({ view, document: { ...document, entries } }),
        'document:entries': () =>
          ok([{ model: {}, entry: { configuration: b.configuration, run } } as unknown as Entry]),
      }),
    )
    await actions.openPath('/x/two.convscope')
    expect(store.getState()).toMatchObject({
      configuration: b.configuration,
      savedBaseline: { saved: { index: 0 }, label: 'before.onnx' },
      picked: [],
      tab: 'compare',
    })
    // What was measured is of the other model.
    expect(store.getState().measurements.size).toBe(0)
  })

  it('says nothing when the user gave up', async () => {
    const bridge = fakeBridge({ 'model:open': () => fail({ code: 'cancelled', message: spoken('Cancelled.') }) })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a.onnx')
    expect(store.getState()).toMatchObject({ model: null, opening: null, problem: null })
  })

  it('keeps the file that was asked for last, whichever answers last', async () => {
    const first = deferred<Result<ModelView>>()
    const bridge = fakeBridge({ 'model:open': (path) => (path === '/1' ? first.promise : ok(aModel('second'))) })
    const { store, actions } = createApp(bridge)
    const opening = actions.openPath('/1')
    await actions.openPath('/2')
    first.resolve(ok(aModel('first')))
    await opening
    expect(store.getState().model?.id).toBe('second')
    expect(store.getState().opening).toBeNull()
  })

  it('takes A along to the next model, as an entry of its own file, and nothing else', async () => {
    const bridge = fakeBridge()
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    actions.keepAsBaseline()
    actions.select(1)
    await actions.openPath('/b')
    const { configuration } = store.getState()
    expect(store.getState()).toMatchObject({
      baseline: configuration,
      savedBaseline: { saved: { kind: 'document', id: 'document-kept', index: 0 }, label: 'a.mnn' },
      documents: [{ id: 'document-kept' }],
      selected: null,
    })
    expect(bridge.calls.filter(({ channel }) => channel === 'plan:compare').at(-1)?.args).toMatchObject([
      { modelId: 'b', a: { saved: { kind: 'document' } }, b: { configuration } },
    ])
    expect(store.getState().measurements.size).toBe(0)
  })

  it('holds a file that has changed against what it was, where there is no A', async () => {
    let contents = 'a'
    const bridge = fakeBridge({ 'model:open': () => ok(aModel(contents)) })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    await actions.fileChanged(store.getState().model?.path ?? '')
    await actions.reload()
    // Written anew as it was.
    expect(store.getState()).toMatchObject({ baseline: null, tab: 'layers' })
    contents = 'changed'
    await actions.fileChanged(store.getState().model?.path ?? '')
    await actions.reload()
    expect(store.getState()).toMatchObject({ savedBaseline: { saved: { id: 'document-kept' } }, tab: 'compare' })
  })

  it('forgets every answer that was of the old model, and leaves what is the window’s own', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    const document = { ...NO_DOCUMENT, id: 'document-1' }
    store.setState({ ...ANSWERS_OF_SHAPES, documents: [document], limit: null, blocksCollapsed: true })
    await actions.openPath('/b')
    expect(store.getState()).toMatchObject({ ...FORGOTTEN, documents: [document], limit: null, blocksCollapsed: true })
  })

  it('does not take a late answer to a question about the old model', async () => {
    const budget = deferred<Result<BudgetAnswer>>()
    const overlay = deferred<Result<NodeOverlay | null>>()
    const entry = deferred<Result<SavedEntry>>()
    const { store, actions } = createApp(
      fakeBridge({
        'plan:budget': () => budget.promise,
        'document:overlay': () => overlay.promise,
        'history:load': () => entry.promise,
      }),
    )
    await actions.openPath('/a')
    const { configuration } = store.getState()
    const asked = [actions.askBudget(5), actions.openOverlay(), actions.loadEntry(anEntry(configuration))]
    await actions.openPath('/b')
    budget.resolve(ok({ fits: false, leastBytes: 0 }))
    overlay.resolve(ok(AN_OVERLAY))
    entry.resolve(ok({ configuration: { ...configuration, settings: { memory: 'low' } } } as unknown as SavedEntry))
    await Promise.all(asked)
    expect(store.getState()).toMatchObject({ budget: null, overlay: null, configuration })
  })

  it('keeps overrides for the same file only', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    await actions.configure({ overrides: [{ layers: 'conv', algorithm: 'tiled' }] })
    await actions.openPath('/a')
    expect(store.getState().configuration.overrides).toHaveLength(1)
    await actions.openPath('/b')
    expect(store.getState().configuration.overrides).toBeUndefined()
    expect(store.getState().plan?.configuration.overrides).toBeUndefined()
  })

  it('shows progress only while a file is being opened', async () => {
    const answer = deferred<Result<ModelView>>()
    const bridge = fakeBridge({ 'model:open': () => answer.promise })
    const { store, actions, connect } = createApp(bridge)
    connect()
    const opening = actions.openPath('/folder/a.onnx')
    const progress = { fileName: 'a.onnx', fraction: 0.5, stage: 'reading' } as const
    bridge.push('model:progress', progress)
    expect(store.getState().opening).toEqual({ name: 'a.onnx', progress })
    answer.resolve(ok(aModel('a')))
    await opening
    bridge.push('model:progress', progress)
    expect(store.getState().opening).toBeNull()
  })

  it('explains a drop that is no file', async () => {
    const bridge = fakeBridge()
    const { store, actions } = createApp(bridge)
    await actions.openFile(new File([], ''))
    expect(store.getState().problem?.code).toBe('file/unreadable')
    expect(bridge.calls).toEqual([])
  })
})

describe('input shapes', () => {
  it('plans the reshaped model anew', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    await actions.setInputShapes({ x: [1, 3, 64, 64] })
    expect(store.getState().model?.id).toBe('a-reshaped')
    expect(store.getState().plan?.modelId).toBe('a-reshaped')
  })

  it('forgets every answer that depended on the former shapes, whether or not there is a plan', async () => {
    const { store, actions } = createApp(
      fakeBridge({
        'plan:create': (id, configuration) => (id === 'a' ? ok(aPlan(id, configuration)) : fail(TRUNCATED)),
      }),
    )
    await actions.openPath('/a')
    actions.keepAsBaseline()
    const { baseline } = store.getState()
    const statistics = new Map([[1, { kind: 'busy' }] as const])
    store.setState({ ...ANSWERS_OF_SHAPES, statistics, selected: 3, tab: 'advice' })
    await actions.setInputShapes({ x: [1, 3, 64, 64] })
    expect(store.getState()).toMatchObject({ ...FORGOTTEN, plan: null, problem: TRUNCATED })
    expect(store.getState()).toMatchObject({ baseline, statistics, selected: 3, tab: 'advice' })
  })

  it('leaves a model that is being opened to be opened', async () => {
    const answer = deferred<Result<ModelView>>()
    const { store, actions } = createApp(
      fakeBridge({ 'model:open': (path) => (path === '/b' ? answer.promise : ok(aModel('a'))) }),
    )
    await actions.openPath('/a')
    const opening = actions.openPath('/b')
    await actions.setInputShapes({ x: [1, 3, 64, 64] })
    answer.resolve(ok(aModel('b')))
    await opening
    expect(store.getState()).toMatchObject({ opening: null, model: { id: 'b' } })
  })

  it('says why sizes do not fit before it has found others that do', async () => {
    const problem: Problem = { code: 'model/unknown-shape', message: spoken('x does not fit.') }
    const found = deferred<Result<InputSizes[]>>()
    const { actions } = createApp(
      fakeBridge({ 'model:set-input-shapes': () => fail(problem), 'model:nearest-sizes': () => found.promise }),
    )
    await actions.openPath('/a')
    const refused = await actions.tryInputShapes({ x: [1, 3, 33, 64] })
    expect(refused?.problem).toEqual(problem)
    found.resolve(ok([{ x: [1, 3, 32, 64] }]))
    expect(await refused?.offers).toEqual([{ x: [1, 3, 32, 64] }])
  })

  it('keeps the former shapes where the new ones do not fit', async () => {
    const problem: Problem = { code: 'model/unknown-shape', message: spoken('x does not fit.') }
    const { store, actions } = createApp(fakeBridge({ 'model:set-input-shapes': () => fail(problem) }))
    await actions.openPath('/a')
    await actions.setInputShapes({ x: [7] })
    expect(store.getState()).toMatchObject({ problem })
    expect(store.getState().model?.id).toBe('a')
  })
})
