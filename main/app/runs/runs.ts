// SPDX-License-Identifier: Apache-2.0
import type { SavedRun } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import { createEventLog, type GrowingEventLog } from '#contract/event-log'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunRequest } from '#contract/run'
import type { EventBatch, RunEnd, RunId, RunProgress, RunReport } from '#contract/timeline'
import { savedRun } from '#core/document/write'
import type { Engine } from '#core/inference/binding'
import type { FromRunProcess, ToRunProcess } from '#core/inference/run-protocol'
import { deadFile } from '#core/model/file-cause'
import { watchAnswers } from '#core/model/watch-answers'
import { noteRun, noteRunEnd } from '../log/entries'
import type { Log } from '../log/log'
import type { OpenModel, OpenModelParts } from '../thread/threaded-core'
import { earlyReport } from './early-report'
import type { InferenceProcess } from './inference-process'

export interface RunHost {
  /** Starts the only run there is; its events, progress and end are told. */
  start(request: RunRequest): Promise<Result<RunId>>
  /** Asks the run to stop; its end tells when it has. */
  cancel(runId: RunId): void
  /** A run that has ended, early or not, or one remembered, as it is saved. */
  measured(runId: RunId): MeasuredRun | undefined
  /** Takes a run of an earlier session for one of this. */
  remember(run: MeasuredRun): void
  /** Ends the run at once; what it has measured is kept. */
  stopAll(): void
}

export interface MeasuredRun {
  readonly report: RunReport
  readonly saved: SavedRun
}

/** What is run: `plan` of the model that `view` shows. */
export interface RunSubject {
  readonly view: ModelView
  readonly plan: Plan
}

interface RunHostParts {
  view: OpenModel['view']
  prepare: OpenModelParts['prepareRun']
  engine(): Result<Pick<Engine, 'executableIsas'>>
  readonly log: Log
  startProcess(): InferenceProcess
}

export interface RunListener {
  events(runId: RunId, batch: EventBatch): void
  progress(progress: RunProgress): void
  /** A run has ended, early or not, and what it measured can be kept; its end is told after. */
  finished?(subject: RunSubject, saved: SavedRun): void
  end(end: RunEnd): void
}

/** A cancelled run that does not stop by itself within this time is ended with its process. */
const CANCEL_GRACE_MS = 3000

/** Runs remembered for comparison; the one measured longest ago gives way. */
const MOST_MEASURED = 32

interface ActiveRun {
  readonly runId: RunId
  readonly process: InferenceProcess
  readonly log: GrowingEventLog
  readonly subject: RunSubject
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Ends the watch over the file systems of its files. */
  unwatch(): void
}

/** Runs plans, each in a process of its own, so that its memory is measured from a clean start. */
export function createRunHost(parts: RunHostParts, listener: RunListener): RunHost {
  const { log, startProcess } = parts
  const measured = new Map<RunId, MeasuredRun>()
  let active: ActiveRun | null = null
  /** The run that is being prepared. */
  let preparing: RunId | null = null
  let count = 0

  const remember = (run: MeasuredRun): void => {
    measured.set(run.report.runId, run)
    for (const oldest of measured.keys()) {
      if (measured.size <= MOST_MEASURED) break
      measured.delete(oldest)
    }
  }

  const finish = (told: RunEnd): void => {
    if (active?.runId !== told.runId) return
    const ended = active
    active = null
    const end = withReport(told, ended)
    if (end.report !== undefined) {
      const saved = savedRun(end.report, ended.log)
      remember({ report: end.report, saved })
      listener.finished?.(ended.subject, saved)
    }
    noteRunEnd(log, end)
    listener.end(end)
    ended.unwatch()
    ended.process.kill()
  }

  const receive = (runId: RunId, message: FromRunProcess): void => {
    if (active?.runId !== runId) return
    if (message.type === 'events') {
      active.log.append(message.batch)
      listener.events(runId, message.batch)
    } else if (message.type === 'progress') listener.progress(message.progress)
    else if (message.type === 'end') finish(message.end)
  }

  return {
    async start(request) {
      if (active !== null || preparing !== null)
        return fail({
          code: 'run/busy',
          message: { id: 'problem.runBusy' },
          hint: { id: 'hint.cancelOrWait' },
        })
      const engine = parts.engine()
      if (!engine.ok) return engine
      const view = parts.view(request.modelId)
      if (!view.ok) return view
      count += 1
      const runId = `run-${count}`
      preparing = runId
      let wanted = false
      const prepared = await parts.prepare(runId, request).finally(() => {
        wanted = preparing === runId
        preparing = null
      })
      if (!prepared.ok) return prepared
      if (!wanted) return fail({ code: 'cancelled', message: { id: 'problem.run.cancelled' } })
      const { plan, job } = prepared.value

      noteRun(log, runId, plan)
      const process = startProcess()
      const files = [...job.files.map(({ path }) => path), ...job.program.files]
      const unwatch = watchAnswers(files, (path) => finish({ runId, outcome: 'failed', problem: deadFile(path) }))
      const subject = { view: view.value, plan }
      active = { runId, process, log: createEventLog(), subject, startedAt: Date.now(), unwatch }
      process.onMessage((message) => receive(runId, message as FromRunProcess))
      process.onExit(({ code, signal, lastWords }) => {
        const node = active?.runId === runId ? active.log.layer : -1
        const message = {
          id: 'problem.runLost',
          file: view.value.fileName,
          code,
          signal,
          layer: view.value.nodes[node]?.name ?? null,
          detail: lastWords === '' ? null : lastWords,
        } as const
        const file = job.files[0]?.path ?? view.value.fileName
        finish({ runId, outcome: 'failed', problem: { code: 'run/process-lost', message, file } })
      })
      process.send({ type: 'start', job } satisfies ToRunProcess)
      return ok(runId)
    },
    cancel(runId) {
      if (active?.runId !== runId) return
      active.process.send({ type: 'cancel' } satisfies ToRunProcess)
      setTimeout(() => finish({ runId, outcome: 'cancelled' }), CANCEL_GRACE_MS).unref()
    },
    measured: (runId) => measured.get(runId),
    remember,
    stopAll() {
      preparing = null
      if (active !== null) finish({ runId: active.runId, outcome: 'cancelled' })
    },
  }
}

/** A run that did not finish has what its events tell. */
function withReport(end: RunEnd, { runId, subject, startedAt, log }: ActiveRun): RunEnd {
  if (end.outcome === 'finished') return end
  const why = end.outcome === 'failed' ? end.problem.message : ({ id: 'problem.run.cancelled' } as const)
  const report = earlyReport({ runId, plan: subject.plan, startedAt, log, why })
  return report === null ? end : { ...end, report }
}
