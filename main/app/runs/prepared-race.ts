// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { ok, type Result } from '#contract/errors'
import type { NativeProgram } from '#core/inference/native-program'
import { buildNativeProgram } from '#core/inference/program-builder'
import { namedInputs } from '#core/inference/run-job'
import type { PlanningInput, WholeRivals } from '#core/planning/engine'
import { lowerWhole } from '#core/planning/engines/convscope/lowering/lower'
import { weightStorage } from '#core/planning/engines/convscope/settings'
import { createPlan } from '#core/planning/plan'
import type { PlanningEngine } from '#core/timed-engine'
import type { PreparedRace } from '../thread/protocol'

/**
 * Two programs of a model, where high mode chooses other kernels than normal mode by times of kernels; null where it does
 * not, where they were held against each other before, or where the model is not one program whose sizes are known.
 */
export function preparedRace(
  input: PlanningInput,
  { catalog, timings }: Pick<PlanningEngine, 'catalog' | 'timings'>,
  appRoot: string,
): Result<PreparedRace | null> {
  const told: WholeRivals[] = []
  const plan = createPlan({ ...input, tellRivals: (rivals) => told.push(rivals) })
  if (!plan.ok) return plan
  const [rivals] = told
  if (rivals === undefined || timings.current().whole(rivals.key) !== null) return ok(null)
  const { shaped, configuration } = input
  const target = { isa: configuration.isa, threads: configuration.threads, weights: weightStorage(configuration) }
  const programOf = (choices: ReadonlyMap<number, Choice>): NativeProgram | null => {
    const lowered = lowerWhole(shaped, choices, target, catalog)
    if (!lowered.ok || lowered.value.program.outputs.length !== shaped.model.outputs.length) return null
    const built = buildNativeProgram(lowered.value.program, shaped)
    return built.ok ? built.value : null
  }
  const [own, normal] = [programOf(rivals.own), programOf(rivals.normal)]
  if (own === null || normal === null) return ok(null)
  return ok({ key: rivals.key, job: { appRoot, programs: [own, normal], inputs: namedInputs(shaped) } })
}
