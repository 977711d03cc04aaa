// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import { CATEGORIES } from '#contract/categories'
import type { EventBatch, OutputSummary, RunEnd, RunPhase, RunProgress, RunReport } from '#contract/timeline'
import { product } from '#core/model/dims'
import { deadFile, isNoAnswer } from '#core/model/file-cause'
import { infoOf, isRealPath, orNull } from '#core/model/named-paths'
import type { Message } from '#messages/message'
import type { NativeSession } from './addon'
import { loadEngine } from './binding'
import { EventStream } from './event-stream'
import { nativeProblemOf } from './native-error'
import { RunFailure } from './run-failure'
import { type InputValues, openInputs } from './run-input'
import type { RunJob } from './run-protocol'
import { layerMeasurements, median, summarise } from './run-report'
import { StagedWork } from './stages/staged-work'
import { WholeWork } from './whole-work'
import type { Inference, Work } from './work'

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
  private work: Work | null = null
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
    this.work?.cancel()
  }

  async execute(): Promise<RunEnd> {
    const { runId } = this.job
    try {
      return { runId, outcome: 'finished', report: await this.phases() }
    } catch (error) {
      const problem = error instanceof RunFailure ? error.problem : nativeProblemOf(error, this.job.nodeNames)
      return problem.code === 'cancelled' ? { runId, outcome: 'cancelled' } : { runId, outcome: 'failed', problem }
    } finally {
      for (const { session } of this.work?.prepared() ?? []) session.dispose()
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
    const checkpoint = () => this.stopIfCancelled()
    const parts = { session, events, inputs: opened.value, staging, now, checkpoint }
    const work =
      job.staged === undefined ? new WholeWork(job, parts) : new StagedWork(job, job.staged, engine.value, parts)
    this.work = work
    const timer = setInterval(() => {
      events.drain()
      this.tell(work.progress())
    }, DRAIN_INTERVAL_MS)
    try {
      this.enter('prepare', events)
      await work.prepare()

      this.enter('execute', events)
      const inferences: Inference[] = []
      for (this.iteration = 0; this.iteration < job.iterations; this.iteration++) {
        this.stopIfCancelled()
        inferences.push(await work.infer())
      }
      const outputs = this.readOutputs(work)
      const arena = work.arena()

      this.enter('finish', events)
      events.residentSet(process.memoryUsage.rss())
      return {
        runId: job.runId,
        modelId: job.modelId,
        configuration: job.configuration,
        startedAt,
        durationNs: now(),
        inferenceNs: median(inferences.map(({ ns }) => ns)),
        iterations: job.iterations,
        executedIsa: job.program.isa,
        peak: events.peak(),
        peakTrackedBytes: work.peakTrackedBytes(),
        executionPeak: work.executionPeak,
        ...(arena === null ? {} : { arena }),
        baselineRssBytes,
        peakRssBytes: events.peakRssBytes,
        trackedAtPeakRss: events.trackedAtPeakRss(),
        layers: layerMeasurements(work.prepared(), events, inferences),
        packedWeightBytes: session.held().categories[CATEGORIES.indexOf('packedWeights')] ?? 0,
        outputs,
        droppedEvents: events.dropped,
        notes: [...job.notes, ...work.notes(), ...droppedNote(events)],
      }
    } finally {
      clearInterval(timer)
      events.drain()
    }
  }

  private readOutputs(work: Work): OutputSummary[] {
    const summaries: OutputSummary[] = []
    for (const { tensor, parts } of work.outputs())
      summaries.push(summarise(tensor, this.told(summaries.length, parts)))
    return summaries
  }

  private *told(output: number, parts: Iterable<Float32Array>): Generator<Float32Array> {
    for (const values of parts) {
      this.listener.output?.(output, values)
      yield values
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
    const found = await unlessDead(path, orNull(infoOf(path)))
    if (found?.size === bytes && found.mtimeMs === modifiedMs) continue
    throw new RunFailure({
      code: 'file/changed',
      message: { id: found === null ? 'problem.run.fileGone' : 'problem.run.fileChanged', path },
      file: path,
      hint: { id: 'hint.openAgain' },
    })
  }
  for (const path of job.program.files) {
    if ((await unlessDead(path, orNull(isRealPath(path)))) !== false) continue
    const why = { id: 'file.nowLink' } as const
    const message = { id: 'problem.notRead', file: basename(path), why } as const
    throw new RunFailure({ code: 'file/changed', message, file: path, hint: { id: 'hint.openAgain' } })
  }
}

/** What is found of a file. Throws RunFailure where its file system does not answer. */
async function unlessDead<T>(path: string, look: Promise<T>): Promise<T> {
  try {
    return await look
  } catch (error) {
    throw isNoAnswer(error) ? new RunFailure(deadFile(path)) : error
  }
}

function droppedNote({ dropped }: EventStream): readonly Message[] {
  return dropped === 0 ? [] : [{ id: 'run.lostEvents', events: dropped }]
}
