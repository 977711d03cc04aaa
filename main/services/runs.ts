import type { Push, PushChannel, RunRequest } from '#contract/channels'
import { fail, ok, type Result } from '#contract/errors'
import type { RunEnd, RunId, RunReport } from '#contract/timeline'
import type { Engine } from '../inference/binding'
import { createRunJob } from '../inference/run-job'
import type { FromRunProcess, ToRunProcess } from '../inference/run-protocol'
import type { InferenceProcess } from './inference-process'
import type { ModelStore } from './model-store'
import type { Planner } from './planner'

export interface RunHost {
  /** Starts the only run there is; its events, progress and end are pushed. */
  start(request: RunRequest): Result<RunId>
  /** Asks the run to stop; its end tells when it has. */
  cancel(runId: RunId): void
  /** Report of a finished run. */
  report(runId: RunId): RunReport | undefined
  stopAll(): void
}

interface RunHostParts {
  readonly store: ModelStore
  readonly planner: Pick<Planner, 'plan'>
  readonly engine: Result<Engine>
  readonly appRoot: string
  startProcess(): InferenceProcess
  push<C extends PushChannel>(channel: C, payload: Push[C]): void
}

/** A cancelled run that does not stop by itself within this time is ended with its process. */
const CANCEL_GRACE_MS = 3000

/** Runs plans, each in a process of its own, so that its memory is measured from a clean start. */
export function createRunHost({ store, planner, engine, appRoot, startProcess, push }: RunHostParts): RunHost {
  const reports = new Map<RunId, RunReport>()
  let active: { readonly runId: RunId; readonly process: InferenceProcess } | null = null
  let count = 0

  const finish = (end: RunEnd): void => {
    if (active?.runId !== end.runId) return
    const { process } = active
    active = null
    if (end.outcome === 'finished') reports.set(end.runId, end.report)
    push('run:end', end)
    process.kill()
  }

  const receive = (runId: RunId, message: FromRunProcess): void => {
    if (active?.runId !== runId) return
    if (message.type === 'events') push('run:events', { runId, batch: message.batch })
    else if (message.type === 'progress') push('run:progress', message.progress)
    else if (message.type === 'end') finish(message.end)
  }

  return {
    start({ modelId, configuration, input, iterations }) {
      if (active)
        return fail({ code: 'run/busy', message: 'A run is under way.', hint: 'Cancel it or wait for its end.' })
      if (!engine.ok) return engine
      const stored = store.get(modelId)
      if (!stored.ok) return stored
      const plan = planner.plan(modelId, configuration)
      if (!plan.ok) return plan
      count += 1
      const runId = `run-${count}`
      const { opened, shaped } = stored.value
      const files = [{ path: opened.path, bytes: opened.fileBytes, modifiedMs: opened.modifiedMs }]
      const order = { runId, modelId, plan: plan.value, shaped, files, input, iterations, appRoot }
      const job = createRunJob(order, engine.value)
      if (!job.ok) return job

      const process = startProcess()
      active = { runId, process }
      process.onMessage((message) => receive(runId, message as FromRunProcess))
      process.onExit((code, lastWords) => {
        const cause = lastWords === '' ? `it ended with code ${code}` : lastWords
        const message = `The inference process was lost while running ${opened.fileName}: ${cause}.`
        finish({ runId, outcome: 'failed', problem: { code: 'run/process-lost', message, file: opened.path } })
      })
      process.send({ type: 'start', job: job.value } satisfies ToRunProcess)
      return ok(runId)
    },
    cancel(runId) {
      if (active?.runId !== runId) return
      active.process.send({ type: 'cancel' } satisfies ToRunProcess)
      setTimeout(() => finish({ runId, outcome: 'cancelled' }), CANCEL_GRACE_MS).unref()
    },
    report: (runId) => reports.get(runId),
    stopAll() {
      active?.process.kill()
      active = null
    },
  }
}
