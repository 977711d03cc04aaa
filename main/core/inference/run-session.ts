// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CATEGORIES } from '#contract/categories'
import type { EventBatch, OutputSummary, RunEnd, RunPhase, RunProgress, RunReport } from '#contract/timeline'
import { product } from '#core/model/dims'
import { isRealPath } from '#core/model/regular-file'
import type { Message } from '#messages/message'
import type { NativeSession } from './addon'
import { loadEngine } from './binding'
import { EventStream } from './event-stream'
import { withExpandedWeights } from './expand-weights'
import { nativeProblemOf } from './native-error'
import { RunFailure } from './run-failure'
import { type InputValues, openInputs } from './run-input'
import type { RunJob } from './run-protocol'
import { layerMeasurements, median, summarise } from './run-report'

const DRAIN_INTERVAL_MS = 30
/** Inputs and outputs pass through a buffer of at most this many elements (1 MiB), so that no copy of them is made. */
const STAGED_AT_ONCE = 2 ** 18
/** Shares of a run's progress: loading, preparing; executing is the rest. */
const LOADED = 0.05
const PREPARED = 0.4

export interface RunListener {
  events(batch: EventBatch): void
  progress(progress: RunProgress): void
  /** The next values of an output of the last inference, there during the call. */
  output?(output: number, values: Float32Array): void
}

export interface RunSession {
  /** Never rejects because of the job; rejects on a bug. */
  readonly end: Promise<RunEnd>
  cancel(): void
}

/** Runs a job in this process, which should be there for nothing else: its resident set is measured. */
export function startRun(job: RunJob, listener: RunListener): RunSession {
  const run = new Run(job, listener)
  return { end: run.execute(), cancel: () => run.cancel() }
}

class Run {
  private session: NativeSession | null = null
  private inputs: InputValues | null = null
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
      await this.inputs?.close()
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
    const opened = await openInputs(job.input, job.inputs)
    if (!opened.ok) throw new RunFailure(opened.problem)
    this.inputs = opened.value
    const staging = stagingOf(job)
    events.hold('inputsOutputs', staging.byteLength)
    const timer = setInterval(() => {
      events.drain()
      this.tell(session.progress())
    }, DRAIN_INTERVAL_MS)
    try {
      await this.prepare(session, events)

      this.enter('execute', events)
      const durations: Float64Array[] = []
      const inferences: number[] = []
      for (this.iteration = 0; this.iteration < job.iterations; this.iteration++) {
        this.stopIfCancelled()
        await this.feed(session, opened.value, staging)
        const start = now()
        durations.push(await session.run())
        inferences.push(now() - start)
      }
      const outputs = this.readOutputs(session, staging)

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
        // What the engine held most, and what was held beside it all the while.
        peakTrackedBytes: session.held().peak + staging.byteLength,
        executionPeak: job.executionPeak,
        baselineRssBytes,
        peakRssBytes: events.peakRssBytes,
        trackedAtPeakRss: events.trackedAtPeakRss(),
        layers: layerMeasurements(job, session, events, durations),
        packedWeightBytes: session.held().categories[CATEGORIES.indexOf('packedWeights')] ?? 0,
        outputs,
        droppedEvents: events.dropped,
        notes: [...job.notes, ...droppedNote(events)],
      }
    } finally {
      clearInterval(timer)
      events.drain()
    }
  }

  /** The engine copies the program when it is called: nothing here holds expanded weights after that. */
  private async prepare(session: NativeSession, events: EventStream): Promise<void> {
    const program = await withExpandedWeights(this.job.program, () => this.stopIfCancelled())
    if (!program.ok) throw new RunFailure(program.problem)
    this.enter('prepare', events)
    await session.prepare(program.value)
  }

  private async feed(session: NativeSession, inputs: InputValues, staging: Float32Array): Promise<void> {
    for (const input of this.job.inputs.keys()) {
      for await (const part of inputs.parts(input, staging)) {
        this.stopIfCancelled()
        session.feed(input, part)
        await setImmediate()
      }
    }
  }

  private readOutputs(session: NativeSession, staging: Float32Array): OutputSummary[] {
    return this.job.outputs.map((tensor, output) => summarise(tensor, this.outputParts(session, output, staging)))
  }

  private *outputParts(session: NativeSession, output: number, staging: Float32Array): Generator<Float32Array> {
    let first = 0
    for (;;) {
      const values = staging.subarray(0, session.readOutput(output, first, staging))
      if (values.length === 0) return
      this.listener.output?.(output, values)
      yield values
      first += values.length
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

/** No larger than the largest that passes through it. */
function stagingOf({ inputs, outputs }: RunJob): Float32Array {
  const largest = [...inputs, ...outputs].reduce((most, { dims }) => Math.max(most, product(dims)), 1)
  return new Float32Array(Math.min(STAGED_AT_ONCE, largest))
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
