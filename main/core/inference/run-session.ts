// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Problem } from '#contract/errors'
import type { EventBatch, RunEnd, RunPhase, RunProgress, RunReport } from '#contract/timeline'
import { isRealPath } from '#core/model/regular-file'
import type { Message } from '#messages/message'
import { english } from '#messages/say'
import type { NativeSession } from './addon'
import { loadEngine } from './binding'
import { EventStream } from './event-stream'
import { withExpandedWeights } from './expand-weights'
import { nativeProblemOf } from './native-error'
import { inputValues } from './run-input'
import type { RunJob } from './run-protocol'
import { layerMeasurements, median, summarise } from './run-report'

const DRAIN_INTERVAL_MS = 30
/** Shares of a run's progress: loading, preparing; executing is the rest. */
const LOADED = 0.05
const PREPARED = 0.4

export interface RunListener {
  events(batch: EventBatch): void
  progress(progress: RunProgress): void
}

export interface RunSession {
  /** Never rejects because of the job; rejects on a bug. */
  readonly end: Promise<RunEnd>
  cancel(): void
  /** Values of the outputs of the last inference; empty before the run has finished. */
  outputs(): readonly Float32Array[]
}

/** Runs a job in this process, which should be there for nothing else: its resident set is measured. */
export function startRun(job: RunJob, listener: RunListener): RunSession {
  const run = new Run(job, listener)
  return { end: run.execute(), cancel: () => run.cancel(), outputs: () => run.outputs }
}

/** Ends a run early; carried out of the phases by throwing. */
class RunFailure extends Error {
  constructor(readonly problem: Problem) {
    super(english(problem.message))
  }
}

class Run {
  outputs: readonly Float32Array[] = []
  private session: NativeSession | null = null
  private cancelled = false
  private phase: RunPhase = 'load'
  private iteration = 0

  constructor(
    private readonly job: RunJob,
    private readonly listener: RunListener,
  ) {}

  cancel(): void {
    this.cancelled = true
    this.session?.cancel()
  }

  async execute(): Promise<RunEnd> {
    const { runId } = this.job
    try {
      return { runId, outcome: 'finished', report: await this.phases() }
    } catch (error) {
      const problem = error instanceof RunFailure ? error.problem : nativeProblemOf(error, this.job.nodeNames)
      return problem.code === 'cancelled' ? { runId, outcome: 'cancelled' } : { runId, outcome: 'failed', problem }
    } finally {
      this.session?.dispose()
    }
  }

  private async phases(): Promise<RunReport> {
    const { job } = this
    const startedAt = Date.now()
    const baselineRssBytes = process.memoryUsage.rss()
    const engine = loadEngine(job.appRoot)
    if (!engine.ok) throw new RunFailure(engine.problem)
    const begin = process.hrtime.bigint()
    const now = () => Number(process.hrtime.bigint() - begin)
    const session = new engine.value.addon.Session()
    this.session = session
    const events = new EventStream(session, now, (batch) => this.listener.events(batch))
    events.residentSet(baselineRssBytes)

    this.enter('load', events)
    await checkFiles(job)
    const inputs = await inputValues(job.input, job.inputs)
    if (!inputs.ok) throw new RunFailure(inputs.problem)
    const program = await withExpandedWeights(job.program, () => this.stopIfCancelled())
    if (!program.ok) throw new RunFailure(program.problem)

    const timer = setInterval(() => {
      events.drain()
      this.tell(session.progress())
    }, DRAIN_INTERVAL_MS)
    try {
      this.enter('prepare', events)
      await session.prepare(program.value)

      this.enter('execute', events)
      const durations: Float64Array[] = []
      const inferences: number[] = []
      for (this.iteration = 0; this.iteration < job.iterations; this.iteration++) {
        this.stopIfCancelled()
        const start = now()
        const { outputs, durationsNs } = await session.run(inputs.value)
        inferences.push(now() - start)
        durations.push(durationsNs)
        this.outputs = outputs
      }

      this.enter('finish', events)
      events.residentSet(process.memoryUsage.rss())
      return {
        runId: job.runId,
        modelId: job.modelId,
        configuration: job.configuration,
        startedAt,
        durationNs: now(),
        inferenceNs: median(inferences),
        iterations: job.iterations,
        executedIsa: job.program.isa,
        peak: events.peak(),
        peakTrackedBytes: session.held().peak,
        baselineRssBytes,
        peakRssBytes: events.peakRssBytes,
        trackedAtPeakRss: events.trackedAtPeakRss(),
        layers: layerMeasurements(job, session, events, durations),
        outputs: this.outputs.map((values, index) =>
          summarise(job.outputs[index] ?? { name: '', dtype: 'float32', dims: [] }, values),
        ),
        droppedEvents: events.dropped,
        notes: [...job.notes, ...droppedNote(events)],
      }
    } finally {
      clearInterval(timer)
      events.drain()
    }
  }

  private enter(phase: RunPhase, events: EventStream): void {
    this.stopIfCancelled()
    this.phase = phase
    events.phase(phase)
    this.tell(0)
  }

  private stopIfCancelled(): void {
    if (this.cancelled) throw new RunFailure({ code: 'cancelled', message: { id: 'problem.run.cancelled' } })
  }

  /** `within`: 0..1 of the prepare or run under way. */
  private tell(within: number): void {
    this.listener.progress({ runId: this.job.runId, phase: this.phase, fraction: this.fraction(within) })
  }

  private fraction(within: number): number {
    switch (this.phase) {
      case 'load':
        return 0
      case 'prepare':
        return LOADED + within * (PREPARED - LOADED)
      case 'execute':
        return PREPARED + (1 - PREPARED) * Math.min(1, (this.iteration + within) / this.job.iterations)
      case 'finish':
        return 1
    }
  }
}

/** The program says where weights are in the files as they were when the model was opened. */
async function checkFiles(job: RunJob): Promise<void> {
  for (const { path, bytes, modifiedMs } of job.files) {
    const found = await stat(path).catch(() => null)
    if (found?.size === bytes && found.mtimeMs === modifiedMs) continue
    throw new RunFailure({
      code: 'file/changed',
      message: { id: found === null ? 'problem.run.fileGone' : 'problem.run.fileChanged', path },
      file: path,
      hint: { id: 'hint.openAgain' },
    })
  }
  for (const path of job.program.files) {
    if (await isRealPath(path).catch(() => true)) continue
    const why = { id: 'file.nowLink' } as const
    const message = { id: 'problem.notRead', file: basename(path), why } as const
    throw new RunFailure({ code: 'file/changed', message, file: path, hint: { id: 'hint.openAgain' } })
  }
}

function droppedNote({ dropped }: EventStream): readonly Message[] {
  return dropped === 0 ? [] : [{ id: 'run.lostEvents', events: dropped }]
}
