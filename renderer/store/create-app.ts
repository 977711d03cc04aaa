import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#contract/channels'
import { type AdviceActions, createAdviceActions } from './advice-actions'
import { type AttachActions, createAttachActions } from './attach-actions'
import { type ComparisonActions, createComparisonActions } from './comparison-actions'
import type { ActionContext } from './context'
import { createEngineActions, type EngineActions } from './engine-actions'
import { createExploreActions, type ExploreActions } from './explore-actions'
import { createExportActions, type ExportActions } from './export-actions'
import { createHistoryActions, type HistoryActions } from './history-actions'
import { createModelActions, type ModelActions } from './model-actions'
import { createPlanActions, type PlanActions } from './plan-actions'
import { createRunActions, type RunActions } from './run-actions'
import { createSettingsActions, type SettingsActions } from './settings-actions'
import { type AppState, INITIAL_STATE } from './state'
import { createTaskActions, type TaskActions } from './task-actions'
import { createTuningActions, type TuningActions } from './tuning-actions'
import { createViewActions, type ViewActions } from './view-actions'
import { createWeightActions, type WeightActions } from './weight-actions'

export type AppActions = ModelActions &
  PlanActions &
  ComparisonActions &
  AdviceActions &
  RunActions &
  AttachActions &
  TuningActions &
  HistoryActions &
  ViewActions &
  SettingsActions &
  ExploreActions &
  WeightActions &
  EngineActions &
  ExportActions &
  TaskActions

export interface App {
  readonly store: StoreApi<AppState>
  readonly actions: AppActions
  /** Follows what main pushes; returns the function that stops. */
  connect(): () => void
}

/** State and actions of one window, over the bridge it talks through. */
export function createApp(bridge: Bridge): App {
  const store = createStore<AppState>(() => INITIAL_STATE)
  const context: ActionContext = { bridge, get: store.getState, set: (part) => store.setState(part) }
  const view = createViewActions(context)
  const comparison = createComparisonActions(context, () => plan.replan())
  const plan = createPlanActions(context, comparison.compare)
  const advice = createAdviceActions(context, { ...plan, ...comparison })
  const run = createRunActions(context, comparison.compare)
  const settings = createSettingsActions(context)
  const model = createModelActions(context, {
    ...plan,
    ...run,
    ...settings,
    openDocument: (path) => history.openDocument(path),
  })
  const tuning = createTuningActions(context, comparison.compareAnew)

  const history = createHistoryActions(context, { plan, comparison, model, notify: view.notify })

  const actions: AppActions = {
    ...plan,
    ...comparison,
    ...history,
    ...advice,
    ...createAttachActions(context),
    ...view,
    ...settings,
    ...createExploreActions(context, view.reveal),
    ...createWeightActions(context),
    ...run,
    ...tuning,
    ...createEngineActions(context, { ...plan, replanAll: comparison.compareAnew }),
    ...model,
    ...createTaskActions(context),
    ...createExportActions(context, { comparisonRequest: comparison.comparisonRequest, notify: view.notify }),
  }

  function connect(): () => void {
    const stops = [
      bridge.on('model:progress', (progress) => {
        const { opening } = store.getState()
        if (opening !== null) store.setState({ opening: { ...opening, progress } })
      }),
      bridge.on('model:changed', (path) => void actions.fileChanged(path)),
      bridge.on('app:open-path', (path) => void actions.openPath(path)),
      bridge.on('app:open-sample', (id) => void actions.openSample(id)),
      bridge.on('app:menu', (command) => {
        switch (command) {
          case 'open':
            return void actions.chooseModel()
          case 'reload':
            return void actions.reload()
          case 'settings':
            return actions.showSettings(true)
          case 'about':
            return actions.showAbout(true)
          case 'export-png':
            return actions.requestChart('png')
          case 'export-svg':
            return actions.requestChart('svg')
          case 'export-csv':
            return void actions.exportComparison('csv')
          case 'export-json':
            return void actions.exportComparison('json')
        }
      }),
      bridge.on('plan:advice-progress', ({ of, plans }) => {
        const { budget } = store.getState()
        if (of === 'advice') store.setState({ advicePlans: plans })
        else if (budget !== null) store.setState({ budget: { ...budget, plans } })
      }),
      bridge.on('history:changed', ({ problem }) => actions.historyChanged(problem)),
      // Another model, or the same with other shapes under another id, has a history of its own file.
      store.subscribe(({ model: now }, { model: before }) => {
        if (now?.id !== before?.id) void actions.refreshHistory()
      }),
      bridge.on('engine:state', (state) => void actions.receiveEngineState(state)),
      bridge.on('task:progress', actions.receiveTaskProgress),
      bridge.on('task:end', actions.receiveTaskEnd),
      bridge.on('attach:samples', actions.receiveSamples),
      bridge.on('attach:end', actions.receiveAttachEnd),
      bridge.on('run:events', actions.receiveEvents),
      bridge.on('run:progress', actions.receiveProgress),
      bridge.on('run:end', (end) => void actions.receiveEnd(end)),
      bridge.on('tuning:progress', actions.receiveTuningProgress),
      bridge.on('tuning:end', (end) => void actions.receiveTuningEnd(end)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  return { store, actions, connect }
}
