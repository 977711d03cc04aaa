// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import { createModelStore, type ModelStore } from './model-store'
import { createPlanner, type Planner } from './planner'
import type { PlanningEngine } from './timed-engine'

/** What answers questions about one open model, whoever asks. */
export interface Core {
  readonly store: ModelStore
  readonly planner: Planner
  /** The native engine, or why there is none: everything but runs and Convscope's own profile does without. */
  engine(): Result<PlanningEngine>
}

/**
 * The one wiring of engine, model store and planner: for the window, the server, the command line and tests. The engine
 * is asked for whenever it is needed: it may be compiled only later. `modelPrefix` begins the ids of models; `timesFor` is
 * the machine that times of other engines are modelled for, null a usual one.
 */
export function createCore(
  engine: Core['engine'],
  modelPrefix?: string,
  timesFor: () => Machine | null = () => null,
): Core {
  const store = createModelStore(modelPrefix)
  return { store, engine, planner: createPlanner({ store, engine, timesFor }) }
}
