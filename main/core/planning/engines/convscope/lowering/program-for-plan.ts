// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { Plan, PlanPeak } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { kernelProblem } from '#core/planning/layers/fully-connected'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import type { Program } from '#core/planning/native/program'
import { choiceOf } from '#core/planning/selection/choice'
import type { Message } from '#messages/message'
import { weightStorage } from '../settings'
import { mapKernel } from './kernel-mapping'
import { type Lowering, lowerWhole } from './lower'

export interface PlannedProgram {
  readonly program: Program
  /** As Lowering.peak. */
  readonly peak: PlanPeak | null
  /** As Lowering.placements. */
  readonly placements: Lowering['placements']
  /** Whether all outputs of the model come out of it. Else it takes stages: sizes depend on values, or are 0. */
  readonly isWhole: boolean
  /** Where the executed kernels differ from the plan's algorithms, one sentence each. */
  readonly notes: readonly Message[]
}

/**
 * The engine's program for a plan of any profile, as far as the sizes of the model are known; fails where this machine
 * cannot execute it.
 */
export function programForPlan(
  shaped: ShapedModel,
  plan: Plan,
  catalog: KernelCatalog,
  executableIsas: readonly InstructionSet[],
): Result<PlannedProgram> {
  const { isa, threads } = plan.configuration
  if (!executableIsas.includes(isa)) {
    return fail({
      code: 'engine/unsupported',
      message: { id: 'problem.run.isa', isa },
      hint: { id: 'hint.executableIsas', known: executableIsas },
    })
  }
  const target = { isa, threads, weights: weightStorage(plan.configuration) }
  const choices = new Map<number, Choice>()
  const differences = new Map<string, { difference: Message; nodes: number[] }>()
  for (const decision of plan.decisions) {
    const problem = kernelProblem(shaped, decision.node)
    const wanted = choiceOf(decision)
    // What the engine multiplies as it is needs no kernel.
    if (problem === null || wanted === null || wanted.algorithm === 'gemm') continue
    const { choice, difference } = mapKernel(problem, wanted, catalog, target)
    choices.set(decision.node, choice)
    if (difference === null) continue
    const key = JSON.stringify(difference)
    const nodes = differences.get(key)?.nodes ?? []
    differences.set(key, { difference, nodes: [...nodes, decision.node] })
  }
  const lowered = lowerWhole(shaped, choices, target, catalog, true)
  if (!lowered.ok) return lowered
  const { program, peak, placements, obstacles } = lowered.value
  const isWhole = obstacles.length === 0 && program.outputs.length === shaped.model.outputs.length
  const notes = [...differences.values()].map(({ difference, nodes }): Message => {
    const first = shaped.model.nodes[nodes[0] ?? -1]?.name ?? ''
    return { id: 'run.otherKernel', difference, first, others: nodes.length - 1 }
  })
  return ok({ program, peak, placements, isWhole, notes })
}
