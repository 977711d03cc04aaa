// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { Configuration } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import { meansLayer } from '#contract/override-pattern'
import type { PlanPeak } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { createPlan } from '#core/planning/plan'
import type { Engine } from '../binding'
import type { NativeProgram } from '../native-program'
import { buildNativeProgram } from '../program-builder'
import type { RunJob, StagedModel } from '../run-protocol'
import type { Stage } from './stage'

export interface StageProgram {
  readonly program: NativeProgram
  readonly peak: PlanPeak | null
  /** Where everything lies in it. */
  placements(): Arena
}

/** Plans a stage as the whole model would be planned, with the overrides that mean one of its layers. */
export function planStage(
  { shaped }: Stage,
  { modelId, configuration }: Pick<RunJob, 'modelId' | 'configuration'>,
  { fileBytes }: StagedModel,
  { catalog, executableIsas }: Engine,
): Result<StageProgram> {
  const plan = createPlan({ modelId, shaped, fileBytes, configuration: within(configuration, shaped), catalog })
  if (!plan.ok) return plan
  const lowered = programForPlan(shaped, plan.value, catalog, executableIsas)
  if (!lowered.ok) return lowered
  const program = buildNativeProgram(lowered.value.program, shaped)
  const { peak, placements } = lowered.value
  return program.ok ? ok({ program: program.value, peak, placements }) : program
}

function within(configuration: Configuration, { model, folded }: ShapedModel): Configuration {
  const { overrides, ...rest } = configuration
  if (overrides === undefined) return configuration
  const names = model.nodes.flatMap(({ id, name, operation }) =>
    folded[id] || operation.kind !== 'Conv' ? [] : [name],
  )
  return { ...rest, overrides: overrides.filter(({ layers }) => names.some((name) => meansLayer(layers, name))) }
}
