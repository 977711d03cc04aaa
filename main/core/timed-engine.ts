// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import { ok, type Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import { type Engine, loadEngine } from './inference/binding'
import { keptMachine } from './machine/machine-file'
import { createTimingCache, kernelSetOf, type TimingCache } from './timing-cache'

/** The native engine, and the times that its kernels took on this machine. */
export interface TimedEngine extends Engine {
  readonly timings: TimingCache
  /** What was known when the engine was loaded, so that plans of one start agree; null: it was never measured. */
  readonly machine: Machine | null
}

/** What planning needs of it. */
export interface PlanningEngine extends Pick<Engine, 'catalog' | 'executableIsas'> {
  readonly timings: Pick<TimingCache, 'current' | 'revision'>
  readonly machine: Machine | null
}

/** Name of the file in the data folder. */
const TIMINGS_FILE = 'kernel-timings.json'

/** Loads the engine that is built below `appRoot`, with the times kept in `dataFolder`. */
export function loadTimedEngine(appRoot: string, dataFolder: string): Result<TimedEngine> {
  const engine = loadEngine(appRoot)
  if (!engine.ok) return engine
  const timings = createTimingCache(join(dataFolder, TIMINGS_FILE), kernelSetOf(engine.value.path))
  return ok({ ...engine.value, timings, machine: keptMachine(dataFolder) })
}
