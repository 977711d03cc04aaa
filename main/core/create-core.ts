import type { Result } from '#contract/errors'
import { createModelStore, type ModelStore } from './model-store'
import { createPlanner, type Planner } from './planner'
import { loadTimedEngine, type TimedEngine } from './timed-engine'

/** What answers questions about one open model, whoever asks. */
export interface Core {
  readonly store: ModelStore
  readonly planner: Planner
  /** The native engine, or why there is none: everything but runs and Convscope's own profile does without. */
  engine(): Result<TimedEngine>
}

export interface CoreOptions {
  /** Folder of package.json, out/ and native/. */
  readonly appRoot: string
  /** Folder of what Convscope keeps between two starts. */
  readonly dataFolder: string
}

/** The one wiring of engine, model store and planner: for the window, the server, the command line and tests. */
export function createCore({ appRoot, dataFolder }: CoreOptions): Core {
  const store = createModelStore()
  const loaded = loadTimedEngine(appRoot, dataFolder)
  const engine = () => loaded
  return { store, engine, planner: createPlanner({ store, engine }) }
}
