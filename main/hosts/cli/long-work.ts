// SPDX-License-Identifier: Apache-2.0
import type { Log } from '#app/log/log'
import type { Adviser } from '#app/plans/adviser'
import type { InferenceProcess } from '#app/runs/inference-process'
import { createRunHost } from '#app/runs/runs'
import { createTuningHost } from '#app/runs/tuning'
import type { OpenModel, OpenModelParts, ThreadedCore } from '#app/thread/threaded-core'
import type { Configuration } from '#contract/configuration'
import { fail, type Result } from '#contract/errors'
import { createEventLog, type EventLog } from '#contract/event-log'
import type { ModelId } from '#contract/model'
import type { RunRequest } from '#contract/run'
import type { Sweep, SweepProgress, SweepRequest } from '#contract/sweep'
import type { RunEnd, RunReport } from '#contract/timeline'
import type { TuningEnd, TuningState } from '#contract/tuning'
import type { TimedEngine } from '#core/timed-engine'
import { spoken } from '#messages/say'
import { orFail } from './exit'
import type { ProgressBar, Terminal } from './terminal'

// Work that takes long: the terminal shows its progress, Ctrl+C gives it up, and failures are thrown as CommandFailure.

interface Attendance {
  readonly terminal: Terminal
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
}

interface Workplace extends Attendance, OpenModelParts {
  view: OpenModel['view']
  engine(): Result<TimedEngine>
  /** Folder of package.json, out/ and native/. */
  readonly appRoot: string
  readonly log: Log
  startProcess(): InferenceProcess
}

export interface MeasuredRun {
  readonly report: RunReport
  readonly log: EventLog
}

/** Waits for the answer that work gives to `done`. `begin` starts the work and returns what makes it end soon. */
export async function attended<T>(
  { terminal, signal }: Attendance,
  begin: (bar: ProgressBar, done: (answer: T | Promise<T>) => void) => () => void,
): Promise<T> {
  const bar = terminal.progress()
  let stop = () => {}
  const answer = new Promise<T>((done) => {
    stop = begin(bar, done)
  })
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  try {
    return await answer
  } finally {
    signal.removeEventListener('abort', stop)
    bar.stop()
  }
}

/** Who is told how far planning is; at most one waits at a time. */
export interface Follower {
  plans(count: number): void
  sweep(progress: SweepProgress): void
}

/** What planning answers, unless Ctrl+C has ended it. */
export async function planned<T>({ signal }: Attendance, answer: Promise<Result<T>>): Promise<T> {
  const made = await answer
  return signal.aborted ? cancelled('Planning was cancelled.') : orFail(made)
}

/** Has an adviser answer; how many plans that takes is not known before. */
export function advised<T>(
  place: Attendance,
  { adviser }: Pick<ThreadedCore, 'adviser'>,
  follower: Follower,
  ask: (adviser: Adviser) => Promise<Result<T>>,
): Promise<T> {
  const answer = attended<Result<T>>(place, (bar, done) => {
    follower.plans = (count) => bar.update(`Planned ${count} times`, null)
    done(ask(adviser))
    return adviser.stop
  })
  return planned(place, answer)
}

/** Plans every value of a sweep. */
export function swept(
  place: Attendance,
  { sweeper }: Pick<ThreadedCore, 'sweeper'>,
  follower: Follower,
  request: SweepRequest,
): Promise<Sweep> {
  const answer = attended<Result<Sweep>>(place, (bar, done) => {
    follower.sweep = (progress) => bar.update('Planning', progress.done / Math.max(progress.points, 1))
    done(sweeper.sweep(request))
    return sweeper.cancel
  })
  return planned(place, answer)
}

/** Measures the kernels of a configuration that were not measured yet; `afresh`: all of them. */
export function tuned(
  place: Workplace,
  modelId: ModelId,
  configuration: Configuration,
  afresh: boolean,
): Promise<TuningState> {
  return attended(place, (bar, done) => {
    const after = async (end: TuningEnd): Promise<TuningState> => {
      if (end.outcome === 'failed') return orFail(fail(end.problem))
      return end.outcome === 'cancelled'
        ? cancelled('Measuring was cancelled.')
        : orFail(await tuning.state(modelId, configuration))
    }
    const tuning = createTuningHost(place, {
      progress: (progress) => bar.update('Measuring', progress.done / Math.max(progress.kernels, 1)),
      end: (end) => done(after(end)),
    })
    if (afresh) tuning.clear()
    void tuning.start(modelId, configuration).then((started) => {
      if (!started.ok) done(after({ outcome: 'failed', problem: started.problem }))
      else if (place.signal.aborted) tuning.cancel()
    })
    return tuning.cancel
  })
}

/** Runs a plan and keeps its memory timeline. `early` is given what was measured until a run that then fails ended. */
export function measured(
  place: Workplace,
  request: RunRequest,
  early: (run: MeasuredRun) => void = () => {},
): Promise<MeasuredRun> {
  return attended(place, (bar, done) => {
    const log = createEventLog()
    const after = async (end: RunEnd): Promise<MeasuredRun> => {
      if (end.outcome === 'finished') return { report: end.report, log }
      bar.stop()
      if (end.report !== undefined) early({ report: end.report, log })
      return end.outcome === 'failed' ? orFail(fail(end.problem)) : cancelled('The run was cancelled.')
    }
    const runs = createRunHost(
      { ...place, prepare: place.prepareRun },
      {
        events: (_run, batch) => log.append(batch),
        progress: ({ fraction }) => bar.update('Running', fraction),
        end: (end) => done(after(end)),
      },
    )
    let stop = () => runs.stopAll()
    void runs.start(request).then((started) => {
      if (!started.ok) {
        const { problem } = started
        done(
          after(
            problem.code === 'cancelled'
              ? { runId: '', outcome: 'cancelled' }
              : { runId: '', outcome: 'failed', problem },
          ),
        )
        return
      }
      stop = () => runs.cancel(started.value)
      if (place.signal.aborted) stop()
    })
    return () => stop()
  })
}

function cancelled(message: string): never {
  return orFail(fail({ code: 'cancelled', message: spoken(message) }))
}
