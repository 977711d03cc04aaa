// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok } from '#contract/errors'
import type { EntrySource, HistoryEntry } from '#contract/history'
import type { ModelView } from '#contract/model'
import { spoken } from '#messages/say'
import { sourceKey } from '#renderer/lib/sides'
import { decisionsOf, sizesText } from '#renderer/lib/undo'
import { createApp } from '#renderer/store/create-app'
import { aPlan, aSizedModel, fakeBridge, type Handlers } from '../support/fake-bridge'

const ZERO = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }

const sized = (id: string, size: number | null): ModelView => ({ ...aSizedModel(id, size), sha256: 'one' })

const entry = (id: string, configuration: HistoryEntry['configuration']): HistoryEntry => {
  return { id, name: '', savedAt: 0, configuration, inputs: [], totals: ZERO, totalBytes: 0 }
}

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
    'history:keep': (_model, configuration) => {
      kept.set('new', entry('new', configuration))
      return list()
    },
    'history:load': (_model, id) => {
      const { configuration = state().configuration } = kept.get(id) ?? {}
      const { modelId: _, configuration: __, ...plan } = aPlan('', configuration)
      return ok({ label: '', configuration, plan })
    },
    'history:rename': (_model, id, name) => {
      const renamed = kept.get(id)
      if (renamed !== undefined) kept.set(id, { ...renamed, name })
      return list()
    },
    'document:open': () => ok({ id: 'document-1', fileName: 'old.convscope', path: '/old', shown: 0, entries: [] }),
    'document:overlay': () => ok({ fileName: 'data.json', values: [{ node: 0, value: 1 }] }),
    ...handlers,
  })
  const app = createApp(bridge)
  const state = app.store.getState
  app.connect()
  await app.actions.start()
  await app.actions.openPath('/a')
  const { configuration } = app.store.getState()
  for (const id of ['run-1', 'run-2']) kept.set(id, entry(id, configuration))
  await app.actions.refreshHistory()
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
    const { actions, state, kept, done } = await deciding()
    await actions.keepPlan()
    expect(done()).toEqual(['keep'])
    await actions.undo()
    expect([...kept.keys()]).toEqual(['run-1', 'run-2'])
    await actions.redo()
    expect([...kept.keys()]).toEqual(['run-1', 'run-2', 'new'])
    expect(state().history?.entries).toHaveLength(3)
  })

  it('gives an entry its former name again, and the sides that it is', async () => {
    const { actions, state, kept, done } = await deciding()
    const source = {
      configuration: state().configuration,
      saved: { kind: 'history', id: 'run-1' },
    } satisfies EntrySource
    await actions.keepSavedAsBaseline(source)
    await actions.renameEntry('run-1', 'before the upgrade')
    await actions.configure({ threads: 7 })
    await actions.renameEntry('run-1', 'first')
    await actions.renameEntry('run-1', 'first')
    expect(done()).toEqual(['baseline', 'rename', 'threads', 'rename'])
    expect(state().savedBaseline?.label).toBe('first')
    await actions.undo()
    expect([kept.get('run-1')?.name, state().savedBaseline?.label]).toEqual(Array(2).fill('before the upgrade'))
    await actions.undo()
    expect(kept.get('run-1')?.name).toBe('before the upgrade')
    await actions.undo()
    expect(kept.get('run-1')?.name).toBe('')
    expect(state().savedBaseline).toEqual(source)
    for (let step = 0; step < 3; step++) await actions.redo()
    expect([kept.get('run-1')?.name, state().savedBaseline?.label]).toEqual(['first', 'first'])
  })

  it('opens a closed document again, which main has until nothing brings it back', async () => {
    const { actions, state, bridge } = await deciding()
    const closed = () => bridge.calls.filter(({ channel }) => channel === 'document:close').map(({ args }) => args[0])
    const document = await actions.openDocument('/old')
    const side = {
      configuration: state().configuration,
      saved: { kind: 'document', id: 'document-1', index: 0 },
    } as const
    await actions.keepSavedAsBaseline(side)
    actions.closeDocument('document-1')
    expect(state()).toMatchObject({ documents: [], savedBaseline: null })
    await actions.undo()
    expect(state()).toMatchObject({ documents: [document], savedBaseline: side })
    await actions.redo()
    expect(closed()).toEqual([])
    await actions.openPath('/b')
    expect(closed()).toContain('document-1')
  })

  it('takes a limit that is typed digit by digit for one thing', async () => {
    const { actions, state, done } = await deciding()
    for (const growth of [0.01, 0.015]) actions.setLimit({ growth })
    expect(done()).toEqual(['limit'])
    await actions.undo()
    expect(state().limit).toBeNull()
    await actions.redo()
    expect(state().limit).toEqual({ growth: 0.015 })
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

type Deciding = Awaited<ReturnType<typeof deciding>>
type Actions = Deciding['actions']

/** Every action of the window that decides something, as a user would take it. */
const DECIDES: { readonly [K in keyof Actions]?: (window: Deciding) => unknown } = {
  configure: ({ actions }) => actions.configure({ threads: 7 }),
  chooseTarget: ({ actions }) =>
    actions.chooseTarget({ id: 'x', name: { id: 'target.phone' }, profile: 'mnn-3.6.1', isa: 'avx2', settings: {} }),
  override: ({ actions }) => actions.override([{ layers: 'conv*', algorithm: 'tiled' }]),
  adopt: ({ actions, state }) => actions.adopt({ ...state().configuration, threads: 3 }),
  compareWith: ({ actions, state }) =>
    actions.compareWith({ configuration: { ...state().configuration, threads: 3 } } as Parameters<
      Actions['compareWith']
    >[0]),
  setInputShapes: ({ actions }) => actions.setInputShapes({ x: [null, 64] }),
  tryInputShapes: ({ actions }) => actions.tryInputShapes({ x: [null, 64] }),
  keepAsBaseline: ({ actions }) => actions.keepAsBaseline(),
  compareConfigurations: ({ actions, state }) =>
    actions.compareConfigurations(state().configuration, { ...state().configuration, threads: 3 }),
  keepSavedAsBaseline: ({ actions, state }) =>
    actions.keepSavedAsBaseline({ configuration: state().configuration, saved: { kind: 'history', id: 'run-1' } }),
  dropBaseline({ actions }) {
    actions.keepAsBaseline()
    actions.dropBaseline()
  },
  async swap({ actions }) {
    actions.keepAsBaseline()
    await actions.configure({ threads: 7 })
    await actions.swap()
  },
  async makeBaseline({ actions, state }) {
    actions.keepAsBaseline()
    const source = { configuration: { ...state().configuration, threads: 7 } }
    actions.addSides([source])
    await actions.makeBaseline({ letter: 'C', key: sourceKey(source), source })
  },
  togglePicked: ({ actions, state }) => actions.togglePicked({ configuration: state().configuration }),
  addSides: ({ actions, state }) => actions.addSides([{ configuration: state().configuration }]),
  pick: ({ actions, state }) => actions.pick([{ configuration: state().configuration }]),
  removeSide({ actions, state }) {
    const source = { configuration: state().configuration }
    actions.addSides([source])
    actions.removeSide({ letter: 'C', key: sourceKey(source), source })
  },
  async loadEntry({ actions, kept, state }) {
    const other = entry('run-3', { ...state().configuration, threads: 7 })
    kept.set('run-3', other)
    await actions.loadEntry(other)
  },
  makeCurrent: ({ actions, state }) =>
    actions.makeCurrent({ letter: 'C', key: 'c', source: { configuration: { ...state().configuration, threads: 7 } } }),
  keepPlan: ({ actions }) => actions.keepPlan(),
  renameEntry: ({ actions }) => actions.renameEntry('run-1', 'mine'),
  deleteEntry: ({ actions }) => actions.deleteEntry('run-1'),
  async closeDocument({ actions }) {
    await actions.openDocument('/old')
    actions.closeDocument('document-1')
  },
  openOverlay: ({ actions }) => actions.openOverlay(),
  async closeOverlay({ actions }) {
    await actions.openOverlay()
    actions.closeOverlay()
  },
  setLimit: ({ actions }) => actions.setLimit({ growth: 0.05 }),
  clearTimings: ({ actions }) => actions.clearTimings(),
}

/** The others, and why they are none. A new one is to be put down here or there. */
const DECIDES_NOTHING: Readonly<Record<string, readonly (keyof Actions)[]>> = {
  'is how one looks, which the next look changes back': [
    ...(['chooseSide', 'select', 'reveal', 'selectBeside', 'revealBeside', 'showTab', 'keepPanel', 'seek'] as const),
    ...(['seekBy', 'advance', 'play', 'showSearch', 'hideSearch', 'setQuery', 'goToMatch', 'goToNode'] as const),
    ...(['goToNodeBeside', 'goToDifference', 'goBack', 'colourBy', 'emphasise', 'askGraph', 'collapseBlocks'] as const),
    ...(['foldTo', 'foldMore', 'foldLess', 'closeFold', 'openFold', 'showKeys', 'showSettings', 'showAbout'] as const),
    ...(['showGlossary', 'showTour', 'notify', 'dismissNotice', 'dismissProblem', 'dismissFileChanged'] as const),
  ],
  'asks for figures': [
    ...(['planOf', 'replan', 'compare', 'compareAnew', 'sources', 'shared', 'loadSides', 'loadBeside'] as const),
    ...(['comparisonRequest', 'refreshHistory', 'loadRuns', 'warn', 'advise', 'askForced', 'askBudget'] as const),
    ...(['cancelBudget', 'askReleases', 'askEngines', 'cancelReleases', 'remedyFor', 'askArena', 'askSweep'] as const),
    ...(['cancelSweep', 'shown', 'loadStatistics', 'firstValues', 'cancelStatistics', 'refreshTuning'] as const),
    ...(['refreshRecent', 'loadLayout', 'keepLayout', 'measureMachine'] as const),
  ],
  'measures: what it finds is kept beside what was there': [
    ...(['startRun', 'cancelRun', 'abandonRun', 'startAttachment', 'stopAttachment', 'startTuning'] as const),
    ...(['cancelTuning', 'setRunOptions', 'chooseRunInput'] as const),
  ],
  'is told by main': [
    ...(['receiveSamples', 'receiveAttachEnd', 'receiveEvents', 'receiveProgress', 'receiveEnd'] as const),
    ...(['receiveTuningProgress', 'receiveTuningEnd', 'receiveEngineState', 'receiveTaskProgress'] as const),
    ...(['receiveTaskEnd', 'historyChanged', 'fileChanged', 'fileGone', 'applySettings'] as const),
  ],
  'opens a file, and takes nothing away': [
    ...(['start', 'resume', 'chooseModel', 'pickFile', 'openPath', 'findModel', 'openSample', 'openFile'] as const),
    ...(['compareWithFile', 'cancelOpen', 'reload', 'openDocument'] as const),
  ],
  'writes a file that the user names': [
    ...(['exportComparison', 'exportReleases', 'exportEngines', 'exportSweep', 'saveModel', 'saveValues'] as const),
    ...(['showFile', 'saveDocument', 'saveReport', 'saveNodeData', 'saveTable', 'requestChart', 'saveChart'] as const),
    ...(['cancelChart', 'cancelTask'] as const),
  ],
  'is of all models and windows, in a form that shows what holds': [
    ...(['changeSettings', 'modelTimesFor', 'chooseMachine'] as const),
  ],
  'is to be forgotten for good': ['forgetRecent'],
  'takes back': ['undo', 'redo', 'setNames', 'setDeleted', 'setTimingsForgotten', 'letGo'],
}

describe('every action that decides something', () => {
  it.each(Object.entries(DECIDES))('%s is a step that can be taken back and done again', async (_name, take) => {
    const window = await deciding()
    const { actions, state, done, kept } = window
    const decided = () => {
      const { model, closed, ...rest } = decisionsOf(state())
      return {
        ...rest,
        sizes: sizesText(model),
        closed: closed.length,
        kept: [...kept.keys()].sort(),
        names: undefined,
      }
    }
    const before = decided()
    await take(window)
    const after = decided()
    const steps = done().length
    expect(steps).toBeGreaterThan(0)
    for (let step = 0; step < steps; step++) await actions.undo()
    expect({ ...decided(), kept: [] }).toEqual({ ...before, deleted: decided().deleted, kept: [] })
    for (let step = 0; step < steps; step++) await actions.redo()
    expect(decided()).toEqual(after)
  })

  it('is known to be one, or why it is none', async () => {
    const { actions } = await deciding()
    const known = [...Object.keys(DECIDES), ...Object.values(DECIDES_NOTHING).flat()]
    expect(known.sort()).toEqual(Object.keys(actions).sort())
  })
})
