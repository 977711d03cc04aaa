// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Configuration } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import { buildSample } from '#core/model/samples/index'
import type { AdviceInput } from '#core/planning/advice/advise'
import type { PlanningInput } from '#core/planning/engine'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

type Model = Omit<PlanningInput, 'configuration'>

const samples = new Map<string, Promise<Model>>()

/** A built-in sample, opened from a file as the application does; once for all tests. */
export function sample(id: string): Promise<Model> {
  const opened = samples.get(id) ?? openSample(id)
  samples.set(id, opened)
  return opened
}

async function openSample(id: string): Promise<Model> {
  const folder = await mkdtemp(join(tmpdir(), 'convscope-advice-'))
  try {
    const file = join(folder, `${id}.onnx`)
    await writeFile(file, buildSample(id))
    const opened = value(await openModel(file))
    return { modelId: 'm', shaped: value(inferShapes(opened.model, {})), fileBytes: opened.fileBytes, catalog: null }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const plans = new WeakMap<Model, Map<string, Result<Plan>>>()

/** Of one model, each configuration is planned once: many tests and all advice for it look at the same plans. */
function planned(model: Model, configuration: Configuration): Result<Plan> {
  const known = plans.get(model) ?? new Map<string, Result<Plan>>()
  plans.set(model, known)
  const key = JSON.stringify(configuration)
  const plan = known.get(key) ?? createPlan({ ...model, configuration })
  known.set(key, plan)
  return plan
}

export function planOf(model: Model, configuration: Configuration): Plan {
  return value(planned(model, configuration))
}

/** What advice for a configuration is made from; plans are those that `planOf` gives. */
export function inputOf(model: Model, configuration: Configuration): AdviceInput {
  const replan = (other: Configuration): Plan | null => {
    const answer = planned(model, other)
    return answer.ok ? answer.value : null
  }
  return { planning: { ...model, configuration }, plan: planOf(model, configuration), modelFile: 'model.mnn', replan }
}
