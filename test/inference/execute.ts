// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import type { RunInput } from '#contract/run'
import type { EventBatch, RunReport } from '#contract/timeline'
import { createRunJob } from '#core/inference/run-job'
import type { RunJob } from '#core/inference/run-protocol'
import { startRun } from '#core/inference/run-session'
import { inferShapes } from '#core/model/infer-shapes'
import { type OpenedModel, openModel } from '#core/model/open'
import type { ShapedModel } from '#core/model/shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { joined } from '../native/session/infer'
import { APP_ROOT, engine } from './engine'

/** A model opened and shaped; a failure of either is one of the test. */
export interface Subject {
  readonly opened: OpenedModel
  readonly shaped: ShapedModel
}

export async function openSubject(path: string, dims?: Readonly<Record<string, readonly number[]>>): Promise<Subject> {
  const opened = value(await openModel(path))
  return { opened, shaped: value(inferShapes(opened.model, dims ?? {})) }
}

export const SEED = 7
const SYNTHETIC: RunInput = { kind: 'synthetic', seed: SEED }

export function planOf({ opened, shaped }: Subject, configuration: Configuration): Plan {
  const { catalog } = engine()
  return value(createPlan({ modelId: 'm', shaped, fileBytes: opened.fileBytes, configuration, catalog }))
}

export function jobOf({ opened, shaped }: Subject, plan: Plan, options: Partial<RunJob> = {}): RunJob {
  const order = {
    runId: 'r',
    modelId: 'm',
    plan,
    shaped,
    files: [{ path: opened.path, bytes: opened.fileBytes, modifiedMs: opened.modifiedMs }],
    input: SYNTHETIC,
    iterations: 1,
    appRoot: APP_ROOT,
  }
  return { ...value(createRunJob(order, engine())), ...options }
}

export interface Execution {
  readonly plan: Plan
  readonly report: RunReport
  readonly outputs: readonly Float32Array[]
  readonly batches: readonly EventBatch[]
}

/** Plans and runs in this process. */
export async function execute(
  subject: Subject,
  configuration: Configuration,
  options: Partial<RunJob> = {},
): Promise<Execution> {
  const plan = planOf(subject, configuration)
  const batches: EventBatch[] = []
  const outputs = new CollectedOutputs()
  const run = startRun(jobOf(subject, plan, options), {
    events: (batch) => batches.push(batch),
    progress: () => {},
    output: (output, values) => outputs.add(output, values),
  })
  const end = await run.end
  if (end.outcome !== 'finished') throw new Error(end.outcome === 'failed' ? english(end.problem.message) : end.outcome)
  return { plan, report: end.report, outputs: outputs.whole(end.report.outputs.length), batches }
}

/** Puts together what a run tells of its outputs in parts. */
export class CollectedOutputs {
  private readonly parts = new Map<number, Float32Array[]>()

  add(output: number, values: Float32Array): void {
    this.parts.set(output, [...(this.parts.get(output) ?? []), values.slice()])
  }

  whole(count: number): readonly Float32Array[] {
    return Array.from({ length: count }, (_, output) => joined(this.parts.get(output) ?? []))
  }
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}
