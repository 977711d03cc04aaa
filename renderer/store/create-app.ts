// SPDX-License-Identifier: Apache-2.0
import { createStore } from 'zustand/vanilla'
import type { Bridge, Push } from '#contract/channels'
import { createAdviceActions } from './advice-actions'
import { createArenaActions } from './arena-actions'
import { createAttachActions } from './attach-actions'
import { createComparisonActions } from './comparison-actions'
import type { ActionContext } from './context'
import { createEngineActions } from './engine-actions'
import { createExploreActions } from './explore-actions'
import { createExportActions } from './export-actions'
import { createHistoryActions } from './history-actions'
import type { StateKeeper } from './kept-state'
import { createModelActions } from './model-actions'
import { createPlanActions } from './plan-actions'
import { createReleaseActions } from './release-actions'
import { createRunActions } from './run-actions'
import { createSettingsActions } from './settings-actions'
import { type AppState, INITIAL_STATE } from './state'
import { recorded } from './steps'
import { createSweepActions } from './sweep-actions'
import { createTaskActions } from './task-actions'
import { createTuningActions } from './tuning-actions'
import { createUndoActions } from './undo-actions'
import { createViewActions } from './view-actions'
import { createWeightActions } from './weight-actions'
import { createWorkspaceKeeper } from './workspace'

/** Whether a text is being written, whose own changes are meant by the menu then. */
function isWriting(): boolean {
  return /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')
}

/** State and actions of one window, over the bridge it talks through; `keeper` has what outlives the page. */
export function createApp(bridge: Bridge, keeper: StateKeeper | null = null) {
  const store = createStore<AppState>(() => INITIAL_STATE)
  const context: ActionContext = {
    bridge,
    get: store.getState,
    set(part) {
      const state = store.getState()
      // Whoever watches the store is asked whenever it is set.
      if (differs(state, part)) store.setState(recorded(state, part))
    },
  }
  const workspaces = createWorkspaceKeeper(context)
  const view = createViewActions(context)
  const comparison = createComparisonActions(context, () => plan.replan())
  const plan = createPlanActions(context, comparison.compare)
  const advice = createAdviceActions(context, { ...plan, ...comparison })
  const run = createRunActions(context, comparison.compare)
  const settings = createSettingsActions(context, plan)
  const model = createModelActions(
    context,
    {
      ...plan,
      ...run,
      ...settings,
      keepAsBaseline: comparison.keepAsBaseline,
      loadRuns: (document) => history.loadRuns(document),
      loadWorkspace: workspaces.load,
      restoreWorkspace: workspaces.restore,
    },
    keeper,
  )
  const tuning = createTuningActions(context, comparison.compareAnew)

  const history = createHistoryActions(context, { plan, comparison, model, notify: view.notify })

  const actions = {
    ...plan,
    ...comparison,
    ...history,
    ...advice,
    ...createReleaseActions(context),
    ...createArenaActions(context),
    ...createSweepActions(context),
    ...createAttachActions(context),
    ...view,
    ...settings,
    ...createExploreActions(context, view),
    ...createWeightActions(context),
    ...run,
    ...tuning,
    ...createEngineActions(context, { replanAll: comparison.compareAnew }),
    ...model,
    ...createUndoActions(context, { ...plan, ...model, ...history, ...tuning }),
    ...createTaskActions(context),
    ...createExportActions(context, { comparisonRequest: comparison.comparisonRequest, notify: view.notify }),
  }

  const menu: Readonly<Record<Push['app:menu'], () => unknown>> = {
    open: actions.chooseModel,
    reload: actions.reload,
    undo: () => (isWriting() ? document.execCommand('undo') : actions.undo()),
    redo: () => (isWriting() ? document.execCommand('redo') : actions.redo()),
    settings: () => actions.showSettings(true),
    about: () => actions.showAbout(true),
    tour: () => actions.showTour(0),
    glossary: () => actions.showGlossary(true),
    'export-png': () => actions.requestChart('png'),
    'export-svg': () => actions.requestChart('svg'),
    'export-csv': () => actions.exportComparison('csv'),
    'export-json': () => actions.exportComparison('json'),
  }

  /** Follows what main pushes; returns the function that stops. */
  function connect(): () => void {
    const stops = [
      bridge.on('model:progress', (progress) => {
        const { opening } = store.getState()
        if (opening !== null) store.setState({ opening: { ...opening, progress } })
      }),
      bridge.on('model:changed', actions.fileChanged),
      bridge.on('model:gone', actions.fileGone),
      bridge.on('app:open-path', (path) => void actions.openPath(path)),
      bridge.on('app:open-sample', (id) => void actions.openSample(id)),
      bridge.on('app:menu', (command) => void menu[command]()),
      bridge.on('plan:advice-progress', ({ of, plans }) => {
        const { advice, budget, ladders, engines } = store.getState()
        if (of === 'advice' && advice?.answer === null) store.setState({ advice: { ...advice, plans } })
        if (of === 'budget' && budget !== null) store.setState({ budget: { ...budget, plans } })
        if (of === 'releases' && ladders?.answer === null) store.setState({ ladders: { ...ladders, plans } })
        if (of === 'releases' && engines?.answer === null) store.setState({ engines: { ...engines, plans } })
      }),
      bridge.on('plan:sweep-progress', ({ done }) => {
        const { sweep } = store.getState()
        if (sweep?.answer === null) store.setState({ sweep: { ...sweep, done } })
      }),
      bridge.on('history:changed', ({ problem }) => actions.historyChanged(problem)),
      // Another model, or the same with other shapes under another id, has a history of its own file.
      store.subscribe(({ model: now }, { model: before }) => {
        if (now?.id !== before?.id) void actions.refreshHistory()
      }),
      // What was closed cannot be brought back any more.
      store.subscribe(({ closed: now }, { closed: before }) => {
        if (now.length === 0 && before.length > 0) actions.letGo(before)
      }),
      store.subscribe((state) => keeper?.keep(state)),
      store.subscribe(workspaces.note),
      bridge.on('engine:state', actions.receiveEngineState),
      bridge.on('task:progress', actions.receiveTaskProgress),
      bridge.on('task:end', actions.receiveTaskEnd),
      bridge.on('attach:samples', actions.receiveSamples),
      bridge.on('attach:end', actions.receiveAttachEnd),
      bridge.on('run:events', actions.receiveEvents),
      bridge.on('run:progress', actions.receiveProgress),
      bridge.on('run:end', actions.receiveEnd),
      bridge.on('tuning:progress', actions.receiveTuningProgress),
      bridge.on('tuning:end', actions.receiveTuningEnd),
    ]
    const flush = () => void workspaces.flush()
    globalThis.addEventListener?.('pagehide', flush)
    return () => {
      for (const stop of stops) stop()
      globalThis.removeEventListener?.('pagehide', flush)
      flush()
    }
  }

  return { store, actions, connect }
}

function differs(state: AppState, part: Partial<AppState>): boolean {
  return (Object.keys(part) as (keyof AppState)[]).some((key) => !Object.is(state[key], part[key]))
}
