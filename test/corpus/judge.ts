// SPDX-License-Identifier: Apache-2.0
import { extname } from 'node:path'
import { fail, type Result } from '#contract/errors'
import { createRunJob } from '#core/inference/run-job'
import { startRun } from '#core/inference/run-session'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import { type OpenedModel, openModel } from '#core/model/open'
import { shapeWarnings } from '#core/model/shape-warnings'
import type { ShapedModel } from '#core/model/shapes'
import { PROFILES } from '#core/planning/engines/index'
import { layerFacts } from '#core/planning/layers/layer-facts'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { APP_ROOT, engine } from '../inference/engine'
import { CollectedOutputs } from '../inference/execute'
import type { Outcome } from './outcome'
import { compared, SEED } from './reference'

/** Multiply-adds that are run: a machine of today is done with them in the seconds that a file is given. */
const MOST_MACS = 1e11

/**
 * Opens a file, plans it under every profile, runs it, and compares. Whatever is thrown is a crash. `onRan` is called
 * when nothing but comparing is left.
 */
export async function judge(path: string, onRan: () => void): Promise<Outcome> {
  try {
    return await judged(path, onRan)
  } catch (error) {
    return thrown(error)
  }
}

/** Runs a file in ONNX Runtime only, which may end the process without our having part in it. */
export async function judgeReference(path: string): Promise<Outcome> {
  try {
    const opened = await openModel(path)
    const shaped = opened.ok ? inferShapes(opened.value.model, {}) : opened
    return shaped.ok ? await compared(path, shaped.value, []) : { kind: 'refused', detail: '' }
  } catch (error) {
    return thrown(error)
  }
}

function thrown(error: unknown): Outcome {
  return { kind: 'crash', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

async function judged(path: string, onRan: () => void): Promise<Outcome> {
  const opened = await openModel(path)
  if (!opened.ok) return { kind: 'refused', detail: english(opened.problem.message) }
  const shaped = inferShapes(opened.value.model, {})
  if (!shaped.ok) return { kind: 'refused', detail: english(shaped.problem.message) }
  modelView('m', opened.value, shaped.value)
  for (const { traits } of PROFILES) {
    const plan = planned(opened.value, shaped.value, traits.id)
    if (!plan.ok) return { kind: 'refused', detail: english(plan.problem.message) }
  }
  const [stop] = shaped.value.stops
  const [warning] = shapeWarnings(shaped.value)
  if (stop !== undefined && warning !== undefined) return { kind: 'stopped', detail: english(warning) }
  const macs = shaped.value.model.nodes.reduce((sum, { id }) => sum + (layerFacts(shaped.value, id).macs ?? 0), 0)
  if (macs > MOST_MACS) return { kind: 'planned', detail: 'more multiply-adds than are run here' }
  const run = await ran(opened.value, shaped.value)
  if (!run.ok) return { kind: 'planned', detail: english(run.problem.message) }
  onRan()
  return extname(path) === '.onnx' ? compared(path, shaped.value, run.value) : { kind: 'ran', detail: '' }
}

function planned({ fileBytes }: OpenedModel, shaped: ShapedModel, profile: string) {
  const { catalog, executableIsas } = engine()
  const traits = PROFILES.find((each) => each.traits.id === profile)?.traits
  const isa = traits?.instructionSets.findLast((each) => executableIsas.includes(each)) ?? 'avx2'
  const configuration = { profile, isa, threads: 1, settings: {} }
  return createPlan({ modelId: 'm', shaped, fileBytes, configuration, catalog })
}

/** Outputs in the model's order. */
async function ran(opened: OpenedModel, shaped: ShapedModel): Promise<Result<readonly Float32Array[]>> {
  const plan = planned(opened, shaped, 'convscope')
  if (!plan.ok) return plan
  const job = createRunJob(
    {
      ...{ runId: 'r', modelId: 'm', plan: plan.value, shaped, appRoot: APP_ROOT, iterations: 1 },
      files: [{ path: opened.path, bytes: opened.fileBytes, modifiedMs: opened.modifiedMs }],
      input: { kind: 'synthetic', seed: SEED },
    },
    engine(),
  )
  if (!job.ok) return job
  const outputs = new CollectedOutputs()
  const run = startRun(job.value, {
    events: () => {},
    progress: () => {},
    output: (output, values) => outputs.add(output, values),
  })
  const end = await run.end
  if (end.outcome === 'finished') return { ok: true, value: outputs.whole(end.report.outputs.length) }
  if (end.outcome === 'failed') return fail(end.problem)
  return fail({ code: 'cancelled', message: { id: 'problem.openingCancelled', file: null } })
}
