// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { TuningEnd, TuningProgress, TuningState } from '#contract/tuning'
import type { FromRunProcess, ToRunProcess } from '#core/inference/run-protocol'
import { weightStorage } from '#core/planning/engines/convscope/settings'
import { wholeTimings } from '#core/planning/native/timings'
import type { TimedEngine } from '#core/timed-engine'
import type { OpenModelParts } from '../thread/threaded-core'
import type { InferenceProcess } from './inference-process'

export interface TuningHost {
  /** How much of what decides a configuration's kernels was measured. */
  state(modelId: ModelId, configuration: Configuration): Promise<Result<TuningState>>
  /** Measures what is missing, in a process of its own; progress and end are told. */
  start(modelId: ModelId, configuration: Configuration): Promise<Result<void>>
  cancel(): void
  /** Forgets all times. */
  clear(): void
  /** Has those again that were forgotten since the program was started. */
  restore(): Result<void>
}

interface TuningParts extends Pick<OpenModelParts, 'kernels' | 'rivals'> {
  engine(): Result<TimedEngine>
  readonly appRoot: string
  startProcess(): InferenceProcess
}

export interface TuningListener {
  progress(progress: TuningProgress): void
  end(end: TuningEnd): void
}

interface Active {
  readonly process: InferenceProcess
  readonly engine: TimedEngine
  readonly measured: Map<string, number>
}

/** Measures kernels on this machine and keeps their times. What was measured before a cancellation stays. */
export function createTuningHost(parts: TuningParts, listener: TuningListener): TuningHost {
  const { appRoot, startProcess } = parts
  let active: Active | null = null
  let forgotten: ReadonlyMap<string, number> = new Map()
  /** Names what the race under way is between. */
  let rivals: string | null = null

  const finish = (end: TuningEnd): void => {
    if (active === null) return
    const { process, engine, measured } = active
    active = null
    const kept = measured.size === 0 ? ok(undefined) : engine.timings.add(measured)
    process.kill()
    listener.end(kept.ok || end.outcome === 'failed' ? end : { outcome: 'failed', problem: kept.problem })
  }

  /** Runs the whole model with what times of kernels choose and with normal mode's kernels, where these differ. */
  const compareWhole = async (modelId: ModelId, configuration: Configuration, process: InferenceProcess) => {
    if (active?.process !== process) return
    const { engine, measured } = active
    const kept = measured.size === 0 ? ok(undefined) : engine.timings.add(measured)
    if (!kept.ok) return finish({ outcome: 'failed', problem: kept.problem })
    const race = await parts.rivals(modelId, configuration)
    if (active?.process !== process) return
    if (!race.ok) return finish({ outcome: 'failed', problem: race.problem })
    if (race.value === null) return finish({ outcome: 'finished' })
    rivals = race.value.key
    process.send({ type: 'race', job: race.value.job } satisfies ToRunProcess)
  }

  return {
    async state(modelId, configuration) {
      const engine = parts.engine()
      if (!engine.ok) return engine
      const kernels = await parts.kernels(modelId, configuration)
      if (!kernels.ok) return kernels
      const { timings } = engine.value
      const known = timings.entries()
      const measured = kernels.value.filter(({ key }) => known.has(key)).length
      return ok({ kernels: kernels.value.length, measured, kept: known.size, path: timings.path })
    },
    async start(modelId, configuration) {
      if (active !== null) return fail({ code: 'run/busy', message: { id: 'problem.tuningBusy' } })
      const engine = parts.engine()
      if (!engine.ok) return engine
      const kernels = await parts.kernels(modelId, configuration)
      if (!kernels.ok) return kernels
      if (active !== null) return fail({ code: 'run/busy', message: { id: 'problem.tuningBusy' } })
      const { isa, threads } = configuration
      const weights = weightStorage(configuration)
      if (!engine.value.executableIsas.includes(isa)) {
        return fail({ code: 'engine/unsupported', message: { id: 'problem.tuningIsa', isa } })
      }
      const known = engine.value.timings.entries()
      const missing = kernels.value.filter(({ key }) => !known.has(key))
      const measured = new Map<string, number>()
      const process = startProcess()
      active = { process, engine: engine.value, measured }
      process.onMessage((message) => {
        const answer = message as FromRunProcess
        if (active?.process !== process) return
        if (answer.type === 'timing') {
          measured.set(answer.key, answer.ns)
          listener.progress({ done: measured.size, kernels: missing.length })
        } else if (answer.type === 'tuned' && answer.complete) void compareWhole(modelId, configuration, process)
        else if (answer.type === 'tuned') finish({ outcome: 'cancelled' })
        else if (answer.type === 'raced') {
          const [own, normal] = answer.ns ?? []
          if (own === undefined || normal === undefined || rivals === null) return finish({ outcome: 'cancelled' })
          for (const [key, ns] of wholeTimings(rivals, { own, normal })) measured.set(key, ns)
          finish({ outcome: 'finished' })
        } else if (answer.type === 'tuning-failed') finish({ outcome: 'failed', problem: answer.problem })
      })
      process.onExit(({ code, signal }) => {
        if (active?.process !== process) return
        finish({
          outcome: 'failed',
          problem: { code: 'run/process-lost', message: { id: 'problem.tuningLost', code, signal } },
        })
      })
      process.send({ type: 'tune', job: { appRoot, isa, threads, weights, kernels: missing } } satisfies ToRunProcess)
      return ok(undefined)
    },
    /** A kernel under way is not waited for. */
    cancel: () => finish({ outcome: 'cancelled' }),
    clear() {
      const engine = parts.engine()
      if (!engine.ok) return
      forgotten = new Map([...forgotten, ...engine.value.timings.entries()])
      engine.value.timings.clear()
    },
    restore() {
      const engine = parts.engine()
      if (!engine.ok) return engine
      // What was measured anew since then is what holds.
      return engine.value.timings.add(new Map([...forgotten, ...engine.value.timings.entries()]))
    },
  }
}
