// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import { createCore } from '#core/create-core'
import { type Engine, loadEngine } from '#core/inference/binding'
import { createRunJob } from '#core/inference/run-job'
import { collectGarbage } from '#core/model/collect-garbage'
import { modelRows, shownOperation } from '#core/model/model-view'
import { Shared } from '#core/model/shared'
import type { StoredModel } from '#core/model-store'
import { lint } from '#core/planning/advice/lint'
import { weightStorage } from '#core/planning/engines/convscope/settings'
import { layerFacts } from '#core/planning/layers/layer-facts'
import { layerProblem } from '#core/planning/layers/layer-problem'
import { volumeWindow } from '#core/planning/layers/volume-window'
import { measurableKernels, timingsFrom } from '#core/planning/native/timings'
import type { PlanningEngine } from '#core/timed-engine'
import { createAdviser } from '../plans/adviser'
import { sessionsTogether } from '../plans/sessions-together'
import { createSweeper } from '../plans/sweeper'
import { preparedRace } from '../runs/prepared-race'
import { type PackedView, packRows } from './packed-view'
import type { CallName, CoreCalls, CoreNotices, EngineTold, FromCore, LayerShape, NoticeName, ToCore } from './protocol'

/** What a thread is started with. */
export interface CorePlace {
  /** Folder of package.json, out/ and native/. */
  readonly appRoot: string
  /** Begins the ids of its models, so that those of two threads differ. */
  readonly modelPrefix: string
}

/** The thread's side: takes messages, and sends answers and progress. */
export function createCoreService(place: CorePlace, send: (message: FromCore) => void): (message: ToCore) => void {
  const engine = createToldEngine(place.appRoot)
  const core = createCore(engine.engine, place.modelPrefix, engine.timesFor)
  const { store, planner } = core
  const adviser = createAdviser(core, { progress: (kind, plans) => send({ type: 'advice', kind, plans }) })
  const sweeper = createSweeper(core, { progress: (progress) => send({ type: 'sweep', progress }) })

  const calls: CoreCalls = {
    ...adviser,
    open: async (path) =>
      mapped(await store.open(path, (fraction, stage) => send({ type: 'opening', fraction, stage })), packed),
    setInputShapes: (...args) => mapped(store.setInputShapes(...args), packed),
    nearestSizes: store.nearestSizes,
    plan: planner.plan,
    arena: planner.arena,
    sweep: sweeper.sweep,
    together: (order) => sessionsTogether(core, order),
    layers: (modelId) => mapped(store.get(modelId), layerShapes),
    lints: (modelId, configuration) =>
      mapped(planner.plan(modelId, configuration), (plan) => {
        const stored = store.get(modelId)
        const nodes = stored.ok ? stored.value.shaped.model.nodes : []
        const nameOf = (node: number) => nodes[node]?.name ?? ''
        return lint({
          plan,
          nameOf,
          replan: (other) => {
            const made = planner.plan(modelId, other)
            return made.ok ? made.value : null
          },
        })
      }),
    weights(modelId, tensor) {
      const stored = store.get(modelId)
      if (!stored.ok) return stored
      const { constants, model } = stored.value.shaped
      const constant = constants.get(tensor)
      if (constant === undefined)
        return fail({ code: 'ipc/invalid-request', message: { id: 'problem.notConstant', tensor } })
      const { name = '', dtype = 'float32' } = model.tensors[tensor] ?? {}
      const elements = constant.dims.reduce((product, dim) => product * dim, 1)
      const { dims, data, stored: order } = constant
      return ok({ name, dtype, elements, data, dims, ...(order === undefined ? {} : { stored: order }) })
    },
    kernels(modelId, configuration) {
      const native = engine.engine()
      if (!native.ok) return native
      return mapped(store.get(modelId), ({ shaped }) => {
        const weights = weightStorage(configuration)
        return measurableKernels(shaped, native.value.catalog, { ...configuration, weights })
      })
    },
    rivals(modelId, configuration) {
      const native = engine.engine()
      if (!native.ok) return native
      const input = planner.input(modelId, configuration)
      return input.ok ? preparedRace(input.value, native.value, place.appRoot) : input
    },
    prepareRun(runId, { modelId, configuration, input, iterations }) {
      const native = engine.engine()
      if (!native.ok) return native
      const stored = store.get(modelId)
      if (!stored.ok) return stored
      const plan = planner.plan(modelId, configuration)
      if (!plan.ok) return plan
      const { opened, shaped } = stored.value
      const files = [{ path: opened.path, bytes: opened.fileBytes, modifiedMs: opened.modifiedMs }]
      const { appRoot } = place
      const order = { runId, modelId, plan: plan.value, shaped, files, input, iterations, appRoot }
      return mapped(createRunJob(order, native.value), (job) => ({ plan: plan.value, job }))
    },
  }
  const notices: CoreNotices = {
    anticipate: planner.anticipate,
    cancelBudget: adviser.cancelBudget,
    cancelReleases: adviser.cancelReleases,
    cancelSweep: sweeper.cancel,
    stopAdvice: adviser.stop,
  }

  const answer = async (id: number, name: CallName, args: readonly unknown[]): Promise<void> => {
    try {
      // The other side is the client, whose types are those of the calls.
      const call = calls[name] as (...args: readonly unknown[]) => Result<unknown> | Promise<Result<unknown>>
      send({ type: 'answer', id, result: await call(...args) })
    } catch (error) {
      send({ type: 'thrown', id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }
  return (message) => {
    if (message.type === 'call') void answer(message.id, message.name, message.args)
    else if (message.type === 'notice') told(notices, message.name)(...message.args)
    else engine.tell(message.engine)
  }
}

function told(notices: CoreNotices, name: NoticeName) {
  return notices[name] as (...args: readonly unknown[]) => void
}

function mapped<T, U>(result: Result<T>, map: (value: T) => U): Result<U> {
  return result.ok ? ok(map(result.value)) : result
}

function packed({ id, opened, shaped }: StoredModel): PackedView {
  const view = packRows(modelRows(id, opened, shaped))
  collectGarbage(view.tensors.count)
  return view
}

function layerShapes({ shaped }: StoredModel): readonly LayerShape[] {
  const shared = new Shared()
  return shaped.model.nodes.map((node) => {
    const { id } = node
    const { kind, macs } = layerFacts(shaped, id)
    const problem = layerProblem(shaped, id)
    return shared.of({ op: shownOperation(node), problem, volume: volumeWindow(shaped, id), kind, macs })
  })
}

/** The engine as the other side says it is: whether there is one, and what was measured of it, is known there first. */
function createToldEngine(appRoot: string) {
  let told: EngineTold | null = null
  let loaded: Result<Engine> | null = null
  let now: Result<PlanningEngine> | null = null
  const engine = (): Result<PlanningEngine> => {
    if (now !== null) return now
    loaded ??= told === null || told.problem === null ? loadEngine(appRoot) : null
    if (loaded === null) return fail(told?.problem as NonNullable<EngineTold['problem']>)
    if (!loaded.ok) return loaded
    const { catalog, executableIsas } = loaded.value
    const timings = timingsFrom(told?.timings ?? new Map())
    const revision = told?.revision ?? 0
    const machine = told?.machine ?? null
    now = ok({ catalog, executableIsas, machine, timings: { current: () => timings, revision: () => revision } })
    return now
  }
  return {
    engine,
    timesFor: () => told?.timesFor ?? null,
    tell(next: EngineTold) {
      told = next
      loaded = loaded?.ok ? loaded : null
      now = null
    },
  }
}
