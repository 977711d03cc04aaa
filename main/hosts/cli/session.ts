// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { EngineBuilder } from '#app/engine-build/engine-build'
import { noteEngine, noteModel } from '#app/log/entries'
import type { Log } from '#app/log/log'
import { writeSample } from '#app/models/sample-files'
import type { Adviser } from '#app/plans/adviser'
import type { InferenceProcess } from '#app/runs/inference-process'
import type { LayerShape, SizedFile } from '#app/thread/protocol'
import type { StartCoreThread } from '#app/thread/start-thread'
import { createThreadedCore } from '#app/thread/threaded-core'
import type { Advice, BudgetAnswer, ForcedTotals, Lint, Remedy } from '#contract/advice'
import type { Arena } from '#contract/arena'
import type { Configuration, SettingValue } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import type { InputValues, ModelView } from '#contract/model'
import type { Decision, Plan } from '#contract/plan'
import type { EngineLadder, Ladder } from '#contract/releases'
import type { RunInput } from '#contract/run'
import type { SessionsPlan } from '#contract/sessions'
import type { Sweep, SweepAxis } from '#contract/sweep'
import type { TuningState } from '#contract/tuning'
import { loadTimedEngine } from '#core/timed-engine'
import { type ConfigurationChoice, resolveConfiguration } from './configuration-options'
import { orFail } from './exit'
import { advised, attended, type Follower, type MeasuredRun, measured, planned, swept, tuned } from './long-work'
import { type InputShape, sizesByInput } from './model-options'
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
  readonly log: Log
  /** The machine that times of other engines are modelled for; absent: a usual one. */
  readonly timesFor?: Machine
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  /** Builds the native engine, where `npm start` has left that to the page that is served. */
  readonly engineBuilder: EngineBuilder | null
  startProcess(): InferenceProcess
  /** A thread for a model that is opened. */
  readonly startCore: StartCoreThread
}

export interface RunOptions {
  readonly input: RunInput
  readonly iterations: number
}

/** One open model and what a command asks about it. Failures are thrown as CommandFailure. */
export interface ModelSession {
  readonly view: ModelView
  layerShape(node: number): LayerShape
  configuration(choice: ConfigurationChoice): Configuration
  plan(configuration: Configuration): Promise<Plan>
  /** Where everything lies that its activations and workspace are made of. */
  arena(configuration: Configuration): Promise<Arena>
  /** `count` sessions of it, then as many of each of the others, in one process (together.ts). */
  together(configuration: Configuration, count: number, others: readonly ModelSession[]): Promise<SessionsPlan>
  /** Where it was read, and the sizes that were asked for. */
  readonly source: SizedFile
  /** All engines, builds and releases that have the instruction set (across-engines.ts). */
  engines(configuration: Configuration): Promise<readonly EngineLadder[]>
  /** All releases like the one that the configuration names, for these values of the setting whose meaning has changed (succession.ts). */
  releases(configuration: Configuration, values: readonly SettingValue[]): Promise<readonly Ladder[]>
  /** One plan for each value of an axis; `resized`: also one session that goes through its sizes. */
  sweep(configuration: Configuration, axis: SweepAxis, resized: boolean): Promise<Sweep>
  /** By candidate of a layer, what the whole plan takes with it forced (forced-totals.ts). */
  forcedTotals(plan: Plan, decision: Decision): Promise<ForcedTotals>
  /** What is wrong with a plan. */
  lints(plan: Plan): Promise<readonly Lint[]>
  advise(configuration: Configuration): Promise<Advice>
  withinBudget(configuration: Configuration, budgetBytes: number): Promise<BudgetAnswer>
  /** What helps most; null where nothing does. */
  remedy(configuration: Configuration): Promise<Remedy | null>
  /** `early` is given what was measured until a run that then fails ended. */
  run(configuration: Configuration, options: RunOptions, early?: (run: MeasuredRun) => void): Promise<MeasuredRun>
  /** Measures the kernels that were not measured yet; `afresh`: all of them. */
  tune(configuration: Configuration, afresh: boolean): Promise<TuningState>
}

/** Before the name of a model that Convscope builds itself. */
export const SAMPLE = 'sample:'

/** Opens a model file, or "sample:NAME", with progress on the terminal; `sized` and `valued` may depend on what the file declares. */
export async function openSession(
  context: CommandContext,
  model: string,
  sized: readonly InputShape[] | ((asStored: ModelView) => readonly InputShape[]),
  valued: (asStored: ModelView) => Promise<InputValues> = async () => ({}),
): Promise<ModelSession> {
  const engine = loadTimedEngine(context.appRoot, context.dataFolder)
  noteEngine(context.log, engine)
  const { temporaryFolder, appRoot, startCore } = context
  const follower: Follower = { plans: () => {}, sweep: () => {} }
  const core = createThreadedCore(
    { start: startCore, appRoot, engine: () => engine, timesFor: () => context.timesFor ?? null },
    {
      advice: { progress: (_of, plans) => follower.plans(plans) },
      sweep: { progress: (progress) => follower.sweep(progress) },
    },
  )
  const { store } = core
  context.signal.addEventListener('abort', core.stop, { once: true })
  const path = model.startsWith(SAMPLE)
    ? orFail(await writeSample(model.slice(SAMPLE.length), temporaryFolder))
    : resolve(context.folder, model)
  const opened = await attended<Result<ModelView>>(context, (bar, done) => {
    done(store.open(path, (fraction) => bar.update('Opening', fraction)))
    return store.cancelOpen
  })
  const asStored = orFail(opened)
  noteModel(context.log, asStored)
  const shapes = typeof sized === 'function' ? sized(asStored) : sized
  const values = await valued(asStored)
  const given = shapes.length > 0 || Object.keys(values).length > 0
  const view = given
    ? await planned(context, store.setInputShapes(asStored.id, sizesByInput(shapes, asStored.inputs), values))
    : asStored
  const source = { path, shapes: given ? sizesByInput(shapes, asStored.inputs) : {}, values }
  const layers = await planned(context, core.layers(view.id))
  const machine = {
    executableIsas: engine.ok ? engine.value.executableIsas : [],
    processors: availableParallelism(),
  }
  const ask = <T>(question: (adviser: Adviser) => Promise<Result<T>>) => advised(context, core, follower, question)
  const runParts = { ...context, ...core.parts, view: store.view, engine: () => engine }
  return {
    view,
    layerShape: (node) => layers[node] ?? { op: '', problem: null, volume: null, kind: 'other', macs: null },
    configuration: (choice) => resolveConfiguration(choice, machine),
    source,
    plan: (configuration) => planned(context, core.planner.plan(view.id, configuration)),
    arena: (configuration) => planned(context, core.planner.arena(view.id, configuration, 'plan')),
    together(configuration, count, others) {
      const order = { modelId: view.id, configuration, count, others: others.map((other) => other.source) }
      return planned(context, core.together(order))
    },
    releases: (configuration, values) => ask((adviser) => adviser.releases(view.id, configuration, values)),
    engines: (configuration) => ask((adviser) => adviser.engines(view.id, configuration)),
    remedy: (configuration) => ask((adviser) => adviser.remedy(view.id, configuration)),
    sweep: (configuration, axis, resized) =>
      swept(context, core, follower, { modelId: view.id, configuration, axis, resized }),
    forcedTotals: ({ configuration }, { node }) => ask((adviser) => adviser.forcedTotals(view.id, configuration, node)),
    lints: ({ configuration }) => planned(context, core.lints(view.id, configuration)),
    advise: (configuration) => ask((adviser) => adviser.advise(view.id, configuration)),
    withinBudget: (configuration, bytes) => ask((adviser) => adviser.withinBudget(view.id, configuration, bytes)),
    tune: (configuration, afresh) => tuned(runParts, view.id, configuration, afresh),
    run: (configuration, options, early) => measured(runParts, { ...options, modelId: view.id, configuration }, early),
  }
}
