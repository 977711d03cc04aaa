import { availableParallelism } from 'node:os'
import type { HostInfo } from '#contract/channels'
import { loadEngine } from '../inference/binding'
import { PROFILES } from '../planning/profiles'
import { createAdviser } from '../services/adviser'
import type { Host } from '../services/host'
import { createModelStore } from '../services/model-store'
import { createPlanner } from '../services/planner'
import { createRunHost } from '../services/runs'
import { appHandlers } from './app'
import { exportHandlers } from './export'
import type { Handlers } from './handle'
import { modelHandlers } from './model'
import { planHandlers } from './plan'
import { runHandlers } from './run'

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
  const catalog = engine.ok ? engine.value.catalog : null
  const planner = createPlanner({ store, catalog })
  const adviser = createAdviser({ store, planner, catalog, push })
  const runs = createRunHost({ store, planner, engine, appRoot, startProcess, push })
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
      ...planHandlers(planner, adviser, runs),
      ...runHandlers(runs, host),
      ...exportHandlers({ store, planner, runs, host }),
    },
    stop() {
      store.cancelOpen()
      adviser.stop()
      runs.stopAll()
    },
  }
}
