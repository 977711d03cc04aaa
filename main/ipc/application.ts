import { availableParallelism } from 'node:os'
import type { HostInfo } from '#contract/channels'
import type { RecentFile, Settings } from '#contract/settings'
import { loadEngine } from '../inference/binding'
import { PROFILES } from '../planning/profiles'
import type { Host } from '../services/host'
import { createModelStore } from '../services/model-store'
import { createModelWatch } from '../services/model-watch'
import { createPlanner } from '../services/planner'
import { openRecentFiles } from '../services/recent-files'
import { createRunHost } from '../services/runs'
import { openSettings } from '../services/settings'
import { appHandlers } from './app'
import { exportHandlers } from './export'
import type { Handlers } from './handle'
import { modelHandlers } from './model'
import { planHandlers } from './plan'
import { runHandlers } from './run'
import { recentHandlers, settingsHandlers } from './settings'

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
  const planner = createPlanner({ store, catalog: engine.ok ? engine.value.catalog : null })
  const runs = createRunHost({ store, planner, engine, appRoot, startProcess, push })
  const initialModel = host.initialModel ?? (settings.get().reopenLast ? recent.list()[0]?.path : null) ?? null
  const info = (): HostInfo => ({
    appVersion,
    platform: process.platform,
    processors: availableParallelism(),
    executableIsas: engine.ok ? engine.value.executableIsas : [],
    profiles: PROFILES.map(({ traits }) => traits),
    ...(engine.ok ? {} : { engineProblem: engine.problem }),
    settings: { ...settings.get(), ...(host.watch ? { watch: true } : {}) },
    ...(initialModel === null ? {} : { initialModel }),
  })
  return {
    handlers: {
      ...appHandlers(info),
      ...settingsHandlers(settings, host),
      ...recentHandlers(recent),
      ...modelHandlers(store, host, async (path) => {
        void watch.follow(path)
        await recent.add(path, Date.now())
      }),
      ...planHandlers(planner, runs),
      ...runHandlers(runs, host),
      ...exportHandlers({ store, planner, runs, host }),
    },
    settings: settings.get,
    recentFiles: recent.list,
    stop() {
      void watch.follow(null)
      store.cancelOpen()
      runs.stopAll()
    },
  }
}
