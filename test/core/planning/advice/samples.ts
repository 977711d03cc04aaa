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

/** A built-in sample, opened from a file as the application does. */
export async function sample(id: string): Promise<Omit<PlanningInput, 'configuration'>> {
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

export function planOf(model: Omit<PlanningInput, 'configuration'>, configuration: Configuration): Plan {
  return value(createPlan({ ...model, configuration }))
}

export function inputOf(model: Omit<PlanningInput, 'configuration'>, configuration: Configuration): AdviceInput {
  return { planning: { ...model, configuration }, plan: planOf(model, configuration), modelFile: 'model.mnn' }
}
