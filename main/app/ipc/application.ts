import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { HostInfo } from '#contract/channels'
import type { Plan } from '#contract/plan'
import type { RecentFile, Settings } from '#contract/settings'
import { loadEngine } from '#core/inference/binding'
import { FORMAT_VIEWS } from '#core/model/formats/index'
import { createModelStore } from '#core/model-store'
import { createPlanner } from '#core/planner'
import { PROFILES } from '#core/planning/engines/index'
import { createTimingCache, kernelSetOf, TIMINGS_FILE } from '#core/timing-cache'
import { threadedLoader } from '../documents/document-loader'
import { createEntryFinder } from '../documents/entries'
import { createHistoryStore } from '../documents/history/history'
import { createRecorder } from '../documents/history/recorder'
import { threadedMaker } from '../files/export-maker'
import { createExporter } from '../files/exporter'
import { createFileTasks } from '../files/file-tasks'
import type { Host } from '../host'
import { createModelWatch } from '../models/model-watch'
import { openRecentFiles } from '../models/recent-files'
import { createWeightStatistics } from '../models/weight-statistics'
import { createAdviser } from '../plans/adviser'
import { createAttachments } from '../runs/attachments'
import { createRunHost } from '../runs/runs'
import { createTuningHost } from '../runs/tuning'
import { openSettings } from '../settings/settings'
import { appHandlers, runtimeVersions } from './app'
import { attachHandlers } from './attach'
import { documentHandlers } from './document'
import { exportHandlers } from './export'
import type { Handlers } from './handle'
import { historyHandlers } from './history'
import { modelHandlers } from './model'
import { planHandlers } from './plan'
import { runHandlers } from './run'
import { openableFiles, recentHandlers, settingsHandlers } from './settings'
import { taskHandlers } from './task'
import { tuningHandlers } from './tuning'
import { weightHandlers } from './weights'

export interface Application {
  readonly handlers: Handlers
  settings(): Settings
  recentFiles(): readonly RecentFile[]
  /** Ends what is under way; its page is gone. */
  stop(): void
}

/** Everything one page talks to: services wired to handlers, the same for every host. */
export function createApplication(host: Host): Application {
  const { appRoot, appVersion, dataFolder, startProcess, push } = host
  const settings = openSettings(dataFolder)
  const recent = openRecentFiles(dataFolder, () => host.refresh())
  const watch = createModelWatch((path) => push('model:changed', path))
  const engine = loadEngine(appRoot)
  const store = createModelStore()
  const cache = engine.ok ? createTimingCache(join(dataFolder, TIMINGS_FILE), kernelSetOf(engine.value.path)) : null
  const timings = cache === null ? {} : { timings: cache }
  const catalog = engine.ok ? engine.value.catalog : null
  const planner = createPlanner({ store, catalog, ...timings })
  const adviser = createAdviser({ store, planner, catalog, push, ...timings })
  const history = createHistoryStore(join(dataFolder, 'history'))
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
  const attachments = createAttachments(push)
  const statistics = createWeightStatistics(store, join(appRoot, 'out/main/statistics-worker.cjs'))
  const tasks = createFileTasks(push)
  const load = threadedLoader(join(appRoot, 'out/main/document-worker.cjs'))
  const finder = createEntryFinder({ store, planner, runs, history, tasks, load })
  const exporter = createExporter(host, tasks, threadedMaker(join(appRoot, 'out/main/export-worker.cjs')))
  const noted =
    (note: typeof recorder.notePlan) =>
    (plan: Plan): void => {
      const stored = store.get(plan.modelId)
      if (stored.ok) note(stored.value.view, plan)
    }
  const tuning = createTuningHost({ store, engine, cache, appRoot, startProcess, push })
  const lastModel = settings.get().reopenLast ? openableFiles(recent, host).then(([last]) => last?.path) : null
  const info = async (): Promise<HostInfo> => {
    const initialModel = host.initialModel ?? (await lastModel) ?? null
    return {
      appVersion,
      runtime: runtimeVersions(),
      platform: process.platform,
      processors: availableParallelism(),
      executableIsas: engine.ok ? engine.value.executableIsas : [],
      profiles: PROFILES.map(({ traits }) => traits),
      formats: FORMAT_VIEWS,
      ...(engine.ok ? {} : { engineProblem: engine.problem }),
      settings: { ...settings.get(), ...(host.watch ? { watch: true } : {}) },
      ...(initialModel === null ? {} : { initialModel }),
    }
  }
  return {
    handlers: {
      ...appHandlers(info),
      ...settingsHandlers(settings, host),
      ...recentHandlers(recent, host),
      ...modelHandlers(store, host, async (path) => {
        void watch.follow(path)
        await recent.add(path, Date.now())
      }),
      ...attachHandlers(attachments, host),
      ...weightHandlers(statistics),
      ...planHandlers({
        planner,
        adviser,
        finder,
        planned: noted(recorder.notePlan),
        baseline: noted(recorder.keepBaseline),
      }),
      ...runHandlers(runs, host),
      ...tuningHandlers(tuning),
      ...taskHandlers(tasks),
      ...historyHandlers(history, store, runs),
      ...documentHandlers({ store, finder, host, exporter }),
      ...exportHandlers({ store, finder, host, exporter }),
    },
    settings: settings.get,
    recentFiles: recent.list,
    stop() {
      void watch.follow(null)
      store.cancelOpen()
      statistics.cancel()
      tasks.cancelAll()
      adviser.stop()
      runs.stopAll()
      attachments.stopAll()
      tuning.cancel()
      recorder.flush()
    },
  }
}
