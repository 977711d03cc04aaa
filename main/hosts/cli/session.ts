import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { writeSample } from '#app/models/sample-files'
import { type Adviser, createAdviser } from '#app/plans/adviser'
import type { InferenceProcess } from '#app/runs/inference-process'
import { createRunHost } from '#app/runs/runs'
import { createTuningHost, tuningState } from '#app/runs/tuning'
import type { Advice, BudgetAnswer, Lint } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { fail, type Result } from '#contract/errors'
import { createEventLog, type EventLog } from '#contract/event-log'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunInput } from '#contract/run'
import type { EventBatch, RunEnd, RunReport } from '#contract/timeline'
import type { TuningEnd, TuningProgress, TuningState } from '#contract/tuning'
import { loadEngine } from '#core/inference/binding'
import { createModelStore } from '#core/model-store'
import { createPlanner } from '#core/planner'
import { lint } from '#core/planning/advice/lint'
import { type ConvProblem, convProblem } from '#core/planning/layers/conv-problem'
import { createTimingCache, kernelSetOf, TIMINGS_FILE } from '#core/timing-cache'
import { spoken } from '#messages/say'
import { type ConfigurationChoice, resolveConfiguration } from './configuration-options'
import { orFail } from './exit'
import { type InputShape, shapesByName } from './model-options'
import type { Terminal } from './terminal'

/** Where the command line runs. */
export interface CommandContext {
  readonly terminal: Terminal
  /** Folder of package.json, out/ and native/. */
  readonly appRoot: string
  readonly appVersion: string
  /** Relative paths of the command line are relative to this. */
  readonly folder: string
  /** Folder for the samples. */
  readonly temporaryFolder: string
  /** Folder of what is kept between two commands, and shared with the window. */
  readonly dataFolder: string
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  startProcess(): InferenceProcess
}

export interface RunOptions {
  readonly input: RunInput
  readonly iterations: number
}

export interface MeasuredRun {
  readonly report: RunReport
  readonly log: EventLog
}

/** One open model and what a command asks about it. Failures are thrown as CommandFailure. */
export interface ModelSession {
  readonly view: ModelView
  /** The convolution of a node; null where it is none. */
  convolution(node: number): ConvProblem | null
  configuration(choice: ConfigurationChoice): Configuration
  plan(configuration: Configuration): Plan
  /** What is wrong with a plan. */
  lints(plan: Plan): readonly Lint[]
  advise(configuration: Configuration): Promise<Advice>
  withinBudget(configuration: Configuration, budgetBytes: number): Promise<BudgetAnswer>
  run(configuration: Configuration, options: RunOptions): Promise<MeasuredRun>
  /** Measures the kernels that were not measured yet; `afresh`: all of them. */
  tune(configuration: Configuration, afresh: boolean): Promise<TuningState>
}

/** Before the name of a model that Convscope builds itself. */
export const SAMPLE = 'sample:'

/** Opens a model file, or "sample:NAME", with progress on the terminal. */
export async function openSession(
  context: CommandContext,
  model: string,
  shapes: readonly InputShape[],
): Promise<ModelSession> {
  const { terminal, appRoot, folder, signal, startProcess } = context
  const engine = loadEngine(appRoot)
  const store = createModelStore()
  const path = model.startsWith(SAMPLE)
    ? orFail(await writeSample(model.slice(SAMPLE.length), context.temporaryFolder))
    : resolve(folder, model)
  const bar = terminal.progress()
  const stop = () => store.cancelOpen()
  signal.addEventListener('abort', stop)
  let view: ModelView
  try {
    view = orFail(await store.open(path, (fraction) => bar.update('Opening', fraction)))
  } finally {
    signal.removeEventListener('abort', stop)
    bar.stop()
  }
  if (shapes.length > 0) view = orFail(store.setInputShapes(view.id, shapesByName(shapes, view.inputs)))

  const cache = engine.ok
    ? createTimingCache(join(context.dataFolder, TIMINGS_FILE), kernelSetOf(engine.value.path))
    : null
  const timings = cache === null ? {} : { timings: cache }
  const catalog = engine.ok ? engine.value.catalog : null
  const planner = createPlanner({ store, catalog, ...timings })
  const machine = {
    executableIsas: engine.ok ? engine.value.executableIsas : [],
    processors: availableParallelism(),
  }
  const { shaped } = orFail(store.get(view.id))

  const replan = (configuration: Configuration): Plan | null => {
    const plan = planner.plan(view.id, configuration)
    return plan.ok ? plan.value : null
  }

  /** Nobody knows before how many plans it takes. */
  async function advised<T>(ask: (adviser: Adviser) => Promise<Result<T>>): Promise<T> {
    const progress = terminal.progress()
    const adviser = createAdviser({
      store,
      planner,
      catalog,
      ...timings,
      push: (_channel, payload) => progress.update(`Planned ${(payload as { plans: number }).plans} times`, null),
    })
    const answer = ask(adviser)
    if (signal.aborted) adviser.stop()
    else signal.addEventListener('abort', adviser.stop, { once: true })
    try {
      const result = await answer
      if (signal.aborted) orFail(fail({ code: 'cancelled', message: spoken('Planning was cancelled.') }))
      return orFail(result)
    } finally {
      signal.removeEventListener('abort', adviser.stop)
      progress.stop()
    }
  }

  return {
    view,
    convolution: (node) => convProblem(shaped, node),
    configuration: (choice) => resolveConfiguration(choice, machine),
    plan: (configuration) => orFail(planner.plan(view.id, configuration)),
    lints: (plan) => lint({ plan, nameOf: (node) => view.nodes[node]?.name ?? '', replan }),
    advise: (configuration) => advised((adviser) => adviser.advise(view.id, configuration)),
    withinBudget: (configuration, bytes) => advised((adviser) => adviser.withinBudget(view.id, configuration, bytes)),
    async tune(configuration, afresh) {
      const progress = terminal.progress()
      const end = await new Promise<TuningEnd>((done) => {
        const tuning = createTuningHost({
          store,
          engine,
          cache,
          appRoot,
          startProcess,
          push(channel, payload) {
            if (channel === 'tuning:end') done(payload as TuningEnd)
            else progress.update('Measuring', fractionOf(payload as TuningProgress))
          },
        })
        if (afresh) tuning.clear()
        const started = tuning.start(view.id, configuration)
        if (!started.ok) done({ outcome: 'failed', problem: started.problem })
        else if (signal.aborted) tuning.cancel()
        else signal.addEventListener('abort', () => tuning.cancel(), { once: true })
      })
      progress.stop()
      if (end.outcome === 'failed') orFail(fail(end.problem))
      if (end.outcome === 'cancelled') orFail(fail({ code: 'cancelled', message: spoken('Measuring was cancelled.') }))
      return orFail(tuningState(store, engine, cache, view.id, configuration))
    },
    async run(configuration, { input, iterations }) {
      const log = createEventLog()
      const progress = terminal.progress()
      const end = await new Promise<RunEnd>((done) => {
        const runs = createRunHost({
          store,
          planner,
          engine,
          appRoot,
          startProcess,
          push(channel, payload) {
            if (channel === 'run:end') done(payload as RunEnd)
            else if (channel === 'run:events') log.append((payload as { batch: EventBatch }).batch)
            else if (channel === 'run:progress') progress.update('Running', (payload as { fraction: number }).fraction)
          },
        })
        const started = runs.start({ modelId: view.id, configuration, input, iterations })
        if (!started.ok) done({ runId: '', outcome: 'failed', problem: started.problem })
        else if (signal.aborted) runs.cancel(started.value)
        else signal.addEventListener('abort', () => runs.cancel(started.value), { once: true })
      })
      progress.stop()
      if (end.outcome === 'failed') orFail(fail(end.problem))
      if (end.outcome !== 'finished')
        return orFail(fail({ code: 'cancelled', message: spoken('The run was cancelled.') }))
      return { report: end.report, log }
    },
  }
}

function fractionOf({ done, kernels }: TuningProgress): number {
  return done / Math.max(kernels, 1)
}
