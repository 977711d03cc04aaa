import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { HostInfo } from '#contract/channels'
import type { Plan } from '#contract/plan'
import { loadEngine } from '../inference/binding'
import { PROFILES } from '../planning/profiles'
import { createAdviser } from '../services/adviser'
import { createEntryFinder } from '../services/entries'
import { createHistoryStore } from '../services/history/history'
import { createRecorder } from '../services/history/recorder'
import type { Host } from '../services/host'
import { createModelStore } from '../services/model-store'
import { createPlanner } from '../services/planner'
import { createRunHost } from '../services/runs'
import { createTimingCache, kernelSetOf, TIMINGS_FILE } from '../services/timing-cache'
import { createTuningHost } from '../services/tuning'
import { createWeightStatistics } from '../services/weight-statistics'
import { appHandlers } from './app'
import { documentHandlers } from './document'
import { exportHandlers } from './export'
import type { Handlers } from './handle'
import { historyHandlers } from './history'
import { modelHandlers } from './model'
import { planHandlers } from './plan'
import { runHandlers } from './run'
import { tuningHandlers } from './tuning'
import { weightHandlers } from './weights'

export interface Application {
  readonly handlers: Handlers
  /** Ends what is under way; its page is gone. */
  stop(): void
}

/** Everything one page talks to: services wired to handlers, the same for every host. */
export function createApplication(host: Host): Application {
  const { appRoot, appVersion, initialModel, startProcess, push } = host
  const engine = loadEngine(appRoot)
  const store = createModelStore()
  const cache = engine.ok
    ? createTimingCache(join(host.dataFolder, TIMINGS_FILE), kernelSetOf(engine.value.path))
    : null
  const timings = cache === null ? {} : { timings: cache }
  const catalog = engine.ok ? engine.value.catalog : null
  const planner = createPlanner({ store, catalog, ...timings })
  const adviser = createAdviser({ store, planner, catalog, push })
  const history = createHistoryStore(join(host.dataFolder, 'history'))
  const recorder = createRecorder({
    store: history,
    appVersion,
    changed: (problem) => push('history:changed', { problem }),
  })
  const runs = createRunHost({
    store,
    planner,
    engine,
    appRoot,
    startProcess,
    push,
    finished: ({ view, plan }, run) => recorder.keepRun(view, plan, run),
  })
  const statistics = createWeightStatistics(store, join(appRoot, 'out/main/statistics-worker.cjs'))
  const finder = createEntryFinder({ store, planner, runs, history })
  const planned = (plan: Plan): void => {
    const stored = store.get(plan.modelId)
    if (stored.ok) recorder.notePlan(stored.value.view, plan)
  }
  const tuning = createTuningHost({ store, engine, cache, appRoot, startProcess, push })
  const info: HostInfo = {
    appVersion,
    platform: process.platform,
    processors: availableParallelism(),
    executableIsas: engine.ok ? engine.value.executableIsas : [],
    profiles: PROFILES.map(({ traits }) => traits),
    ...(engine.ok ? {} : { engineProblem: engine.problem }),
    ...(initialModel === null ? {} : { initialModel }),
  }
  return {
    handlers: {
      ...appHandlers(info),
      ...modelHandlers(store, host),
      ...weightHandlers(statistics),
      ...planHandlers({ planner, adviser, finder, planned }),
      ...runHandlers(runs, host),
      ...tuningHandlers(tuning),
      ...historyHandlers(history, store, runs),
      ...documentHandlers(store, finder, host),
      ...exportHandlers({ store, finder, host }),
    },
    stop() {
      store.cancelOpen()
      statistics.cancel()
      adviser.stop()
      runs.stopAll()
      tuning.cancel()
      recorder.flush()
    },
  }
}
