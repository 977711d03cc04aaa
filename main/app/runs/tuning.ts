import type { Push } from '#contract/channels'
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { TuningEnd, TuningState } from '#contract/tuning'
import type { Engine } from '#core/inference/binding'
import type { FromRunProcess, ToRunProcess } from '#core/inference/run-protocol'
import type { ModelStore } from '#core/model-store'
import { type KernelOnProblem, measurableKernels } from '#core/planning/native/timings'
import type { TimingCache } from '#core/timing-cache'
import type { InferenceProcess } from './inference-process'

export interface TuningHost {
  /** How much of what decides a configuration's kernels was measured. */
  state(modelId: ModelId, configuration: Configuration): Result<TuningState>
  /** Measures what is missing, in a process of its own; progress and end are pushed. */
  start(modelId: ModelId, configuration: Configuration): Result<void>
  cancel(): void
  clear(): void
}

interface TuningParts {
  readonly store: ModelStore
  readonly engine: Result<Engine>
  readonly cache: TimingCache | null
  readonly appRoot: string
  startProcess(): InferenceProcess
  push<C extends 'tuning:progress' | 'tuning:end'>(channel: C, payload: Push[C]): void
}

function kernelsOf(
  store: ModelStore,
  engine: Result<Engine>,
  modelId: ModelId,
  configuration: Configuration,
): Result<readonly KernelOnProblem[]> {
  if (!engine.ok) return engine
  const stored = store.get(modelId)
  return stored.ok ? ok(measurableKernels(stored.value.shaped, engine.value.catalog, configuration)) : stored
}

export function tuningState(
  store: ModelStore,
  engine: Result<Engine>,
  cache: TimingCache | null,
  modelId: ModelId,
  configuration: Configuration,
): Result<TuningState> {
  const kernels = kernelsOf(store, engine, modelId, configuration)
  if (!kernels.ok) return kernels
  const known = cache?.entries() ?? new Map<string, number>()
  const measured = kernels.value.filter(({ key }) => known.has(key)).length
  return ok({ kernels: kernels.value.length, measured, kept: known.size, path: cache?.path ?? '' })
}

/** Measures kernels on this machine and keeps their times. What was measured before a cancellation stays. */
export function createTuningHost({ store, engine, cache, appRoot, startProcess, push }: TuningParts): TuningHost {
  let active: { readonly process: InferenceProcess; readonly measured: Map<string, number> } | null = null

  const finish = (end: TuningEnd): void => {
    if (active === null) return
    const { process, measured } = active
    active = null
    cache?.add(measured)
    process.kill()
    push('tuning:end', end)
  }

  return {
    state: (modelId, configuration) => tuningState(store, engine, cache, modelId, configuration),
    start(modelId, configuration) {
      if (active !== null) return fail({ code: 'run/busy', message: { id: 'problem.tuningBusy' } })
      const kernels = kernelsOf(store, engine, modelId, configuration)
      if (!kernels.ok) return kernels
      if (!engine.ok) return engine
      const { isa, threads } = configuration
      if (!engine.value.executableIsas.includes(isa)) {
        return fail({ code: 'engine/unsupported', message: { id: 'problem.tuningIsa', isa } })
      }
      const known = cache?.entries() ?? new Map<string, number>()
      const missing = kernels.value.filter(({ key }) => !known.has(key))
      const measured = new Map<string, number>()
      const process = startProcess()
      active = { process, measured }
      process.onMessage((message) => {
        const answer = message as FromRunProcess
        if (active?.process !== process) return
        if (answer.type === 'timing') {
          measured.set(answer.key, answer.ns)
          push('tuning:progress', { done: measured.size, kernels: missing.length })
        } else if (answer.type === 'tuned') finish({ outcome: answer.complete ? 'finished' : 'cancelled' })
        else if (answer.type === 'tuning-failed') finish({ outcome: 'failed', problem: answer.problem })
      })
      process.onExit((code) => {
        if (active?.process !== process) return
        finish({
          outcome: 'failed',
          problem: { code: 'run/process-lost', message: { id: 'problem.tuningLost', code } },
        })
      })
      process.send({ type: 'tune', job: { appRoot, isa, threads, kernels: missing } } satisfies ToRunProcess)
      return ok(undefined)
    },
    /** A kernel under way is not waited for. */
    cancel: () => finish({ outcome: 'cancelled' }),
    clear: () => cache?.clear(),
  }
}
