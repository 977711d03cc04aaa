// SPDX-License-Identifier: Apache-2.0
import type { Arena, ArenaOrigin } from '#contract/arena'
import { type Configuration, withOtherValues } from '#contract/configuration'
import { fail, ok, type Problem, type Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import type { ModelId } from '#contract/model'
import type { Plan } from '#contract/plan'
import { planArena } from '#core/planning/arena/plan-arena'
import type { PlanningInput } from '#core/planning/engine'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { profileOf } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import type { ModelStore } from './model-store'
import type { PlanningEngine } from './timed-engine'

export interface Planner {
  plan(modelId: ModelId, configuration: Configuration): Result<Plan>
  /** Where everything lies that makes its activations and workspace; 'run': in the program that Convscope's engine runs. */
  arena(modelId: ModelId, configuration: Configuration, origin: ArenaOrigin): Result<Arena>
  /** What such a plan is made of. */
  input(modelId: ModelId, configuration: Configuration): Result<PlanningInput>
  /**
   * Soon makes the plans under other values of the prominent settings, one by one: the likeliest next change, which is
   * then answered from what is kept. A later call takes its place.
   */
  anticipate(modelId: ModelId, configuration: Configuration): void
}

const STAGED: Problem = { code: 'plan/not-told', message: { id: 'problem.stagedArena' } }

interface PlannerSources {
  readonly store: ModelStore
  /** The machine that times of other engines than our own are modelled for; null: a usual one. */
  timesFor?(): Machine | null
  /** What it knows of its kernels and measured of them grows; without it there are no plans for it. */
  engine(): Result<PlanningEngine>
}

/**
 * More plans are kept than advice has remedies, with A and B: changing to one of them then takes
 * no planning. A plan of a hundred layers is some 200 KiB.
 */
const KEPT_PLANS = 32

/** Before each plan that nobody has asked for yet, so that what was asked for is on screen first. */
const PAUSE_MS = 40

/** With the other values of the settings that are changed most. */
function likeliest(configuration: Configuration): readonly Configuration[] {
  const settings = profileOf(configuration.profile)?.traits.settings ?? []
  return settings
    .filter(({ prominent }) => prominent)
    .flatMap((setting) => withOtherValues(configuration, setting))
    .map((other) => other.configuration)
}

/** Plans of the open model. */
export function createPlanner({ store, engine, timesFor = () => null }: PlannerSources): Planner {
  // A model id stands for one file and one set of input shapes, so that it and the configuration say it all.
  const kept = new Map<string, Result<Plan>>()
  const inputWith = (
    native: ReturnType<typeof engine>,
    modelId: ModelId,
    configuration: Configuration,
  ): Result<PlanningInput> => {
    const stored = store.get(modelId)
    if (!stored.ok) return stored
    const { opened, shaped } = stored.value
    const target = timesFor()
    const input = {
      ...{ modelId, shaped, fileBytes: opened.fileBytes, configuration },
      ...(target === null ? {} : { timesFor: target }),
    }
    if (!native.ok) return ok({ ...input, catalog: null })
    const { catalog, timings, machine } = native.value
    return ok({ ...input, catalog, timings: timings.current(), ...(machine === null ? {} : { machine }) })
  }
  const plan: Planner['plan'] = (modelId, configuration) => {
    const native = engine()
    const wanted = inputWith(native, modelId, configuration)
    if (!wanted.ok) return wanted
    const revision = native.ok ? native.value.timings.revision() : null
    const key = JSON.stringify([modelId, configuration, revision, timesFor()])
    const made = kept.get(key) ?? createPlan(wanted.value)
    // Why there is no engine is known here.
    const found = !made.ok && made.problem.code === 'engine/unavailable' && !native.ok ? native : made
    kept.delete(key)
    kept.set(key, found)
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_PLANS) break
      kept.delete(oldest)
    }
    return found
  }
  const arena: Planner['arena'] = (modelId, configuration, origin) => {
    const native = engine()
    const wanted = inputWith(native, modelId, configuration)
    if (!wanted.ok) return wanted
    if (origin === 'plan') return planArena(wanted.value)
    if (!native.ok) return native
    const { catalog, executableIsas } = native.value
    const made = plan(modelId, configuration)
    if (!made.ok) return made
    const program = programForPlan(wanted.value.shaped, made.value, catalog, executableIsas)
    if (!program.ok) return program
    // What comes after the first stage is not known before it has run.
    return program.value.isWhole ? ok(program.value.placements()) : fail(STAGED)
  }
  let next: ReturnType<typeof setTimeout> | null = null
  const anticipate = (modelId: ModelId, [soon, ...later]: readonly Configuration[]): void => {
    if (next !== null) clearTimeout(next)
    if (soon === undefined) return
    next = setTimeout(() => {
      plan(modelId, soon)
      anticipate(modelId, later)
    }, PAUSE_MS)
    next.unref()
  }
  return {
    plan,
    arena,
    input: (modelId, configuration) => inputWith(engine(), modelId, configuration),
    anticipate: (modelId, configuration) => anticipate(modelId, likeliest(configuration)),
  }
}
