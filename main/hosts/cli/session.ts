// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { EngineBuilder } from '#app/engine-build/engine-build'
import { noteEngine, noteModel } from '#app/log/entries'
import type { Log } from '#app/log/log'
import { writeSample } from '#app/models/sample-files'
import type { InferenceProcess } from '#app/runs/inference-process'
import type { Advice, BudgetAnswer, ForcedTotals, Lint, Remedy } from '#contract/advice'
import type { Configuration, SettingValue } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { InputValues, ModelView } from '#contract/model'
import type { Decision, LayerKind, Plan } from '#contract/plan'
import type { EngineLadder, Ladder } from '#contract/releases'
import type { RunInput } from '#contract/run'
import type { Sweep, SweepAxis } from '#contract/sweep'
import type { TuningState } from '#contract/tuning'
import { createCore } from '#core/create-core'
import { forcedTotals } from '#core/planning/advice/forced-totals'
import { lint } from '#core/planning/advice/lint'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { layerFacts } from '#core/planning/layers/layer-facts'
import { layerProblem } from '#core/planning/layers/layer-problem'
import { finish } from '#core/planning/steps'
import { loadTimedEngine } from '#core/timed-engine'
import { type ConfigurationChoice, resolveConfiguration } from './configuration-options'
import { orFail } from './exit'
import { advised, attended, type MeasuredRun, measured, swept, tuned } from './long-work'
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
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  /** Builds the native engine, where `npm start` has left that to the page that is served. */
  readonly engineBuilder: EngineBuilder | null
  startProcess(): InferenceProcess
}

export interface RunOptions {
  readonly input: RunInput
  readonly iterations: number
}

/** What a node's row is about. */
export interface LayerShape {
  /** Its operation, whatever the format calls it. */
  readonly op: string
  /** Its window; of a product with a constant matrix that of the 1×1 convolution that it is; null where it has none. */
  readonly problem: ConvProblem | null
  readonly kind: LayerKind
  /** null: not known, or none to speak of. */
  readonly macs: number | null
}

/** One open model and what a command asks about it. Failures are thrown as CommandFailure. */
export interface ModelSession {
  readonly view: ModelView
  layerShape(node: number): LayerShape
  configuration(choice: ConfigurationChoice): Configuration
  plan(configuration: Configuration): Plan
  /** All engines, builds and releases that have the instruction set (across-engines.ts). */
  engines(configuration: Configuration): Promise<readonly EngineLadder[]>
  /** All releases like the one that the configuration names, for these values of the setting whose meaning has changed (succession.ts). */
  releases(configuration: Configuration, values: readonly SettingValue[]): Promise<readonly Ladder[]>
  /** One plan for each value of an axis; `resized`: also one session that goes through its sizes. */
  sweep(configuration: Configuration, axis: SweepAxis, resized: boolean): Promise<Sweep>
  /** By candidate of a layer, what the whole plan takes with it forced (forced-totals.ts). */
  forcedTotals(plan: Plan, decision: Decision): ForcedTotals
  /** What is wrong with a plan. */
  lints(plan: Plan): readonly Lint[]
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
  valued: (asStored: ModelView) => InputValues = () => ({}),
): Promise<ModelSession> {
  const engine = loadTimedEngine(context.appRoot, context.dataFolder)
  noteEngine(context.log, engine)
  const core = createCore(() => engine)
  const { store, planner } = core
  const path = model.startsWith(SAMPLE)
    ? orFail(await writeSample(model.slice(SAMPLE.length), context.temporaryFolder))
    : resolve(context.folder, model)
  const opened = await attended<Result<ModelView>>(context, (bar, done) => {
    done(store.open(path, (fraction) => bar.update('Opening', fraction)))
    return store.cancelOpen
  })
  const asStored = orFail(opened)
  noteModel(context.log, asStored)
  const shapes = typeof sized === 'function' ? sized(asStored) : sized
  const values = valued(asStored)
  const given = shapes.length > 0 || Object.keys(values).length > 0
  const view = given
    ? orFail(store.setInputShapes(asStored.id, sizesByInput(shapes, asStored.inputs), values))
    : asStored
  const { shaped } = orFail(store.get(view.id))
  const machine = {
    executableIsas: engine.ok ? engine.value.executableIsas : [],
    processors: availableParallelism(),
  }
  const replan = (configuration: Configuration): Plan | null => {
    const plan = planner.plan(view.id, configuration)
    return plan.ok ? plan.value : null
  }
  return {
    view,
    layerShape(node) {
      const { kind, macs } = layerFacts(shaped, node)
      return { op: view.nodes[node]?.op ?? '', problem: layerProblem(shaped, node), kind, macs }
    },
    configuration: (choice) => resolveConfiguration(choice, machine),
    plan: (configuration) => orFail(planner.plan(view.id, configuration)),
    releases: (configuration, values) =>
      advised(context, core, (adviser) => adviser.releases(view.id, configuration, values)),
    engines: (configuration) => advised(context, core, (adviser) => adviser.engines(view.id, configuration)),
    remedy: (configuration) => advised(context, core, (adviser) => adviser.remedy(view.id, configuration)),
    sweep: (configuration, axis, resized) => swept(context, core, { modelId: view.id, configuration, axis, resized }),
    forcedTotals: (plan, decision) =>
      finish(forcedTotals(plan, decision, (node) => view.nodes[node]?.name ?? '', replan)),
    lints: (plan) => lint({ plan, nameOf: (node) => view.nodes[node]?.name ?? '', replan }),
    advise: (configuration) => advised(context, core, (adviser) => adviser.advise(view.id, configuration)),
    withinBudget: (configuration, bytes) =>
      advised(context, core, (adviser) => adviser.withinBudget(view.id, configuration, bytes)),
    tune: (configuration, afresh) => tuned(context, core, view.id, configuration, afresh),
    run: (configuration, options, early) =>
      measured(context, core, { ...options, modelId: view.id, configuration }, early),
  }
}
