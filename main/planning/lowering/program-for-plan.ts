import type { InstructionSet } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import { spoken } from '#contract/messages/say'
import type { Decision, Plan } from '#contract/plan'
import type { ShapedModel } from '../../model/shapes'
import { convProblem, type KernelChoice } from '../conv-problem'
import { kernelProblem } from '../fully-connected'
import type { KernelCatalog } from '../kernels'
import type { Program } from '../program'
import { mapKernel } from './kernel-mapping'
import { lowerToProgram } from './lower'

export interface PlannedProgram {
  readonly program: Program
  /** Where the executed kernels differ from the plan's algorithms, one sentence each. */
  readonly notes: readonly string[]
}

/** The engine's program for a plan of any profile; fails where this machine cannot execute it. */
export function programForPlan(
  shaped: ShapedModel,
  plan: Plan,
  catalog: KernelCatalog,
  executableIsas: readonly InstructionSet[],
): Result<PlannedProgram> {
  const { isa, threads, profile } = plan.configuration
  if (!executableIsas.includes(isa)) {
    return fail({
      code: 'engine/unsupported',
      message: spoken(`This machine cannot execute a plan made for ${isa}.`),
      hint: spoken(`Choose an instruction set that it has: ${executableIsas.join(', ')}.`),
    })
  }
  const target = { isa, threads }
  const choices = new Map<number, KernelChoice>()
  const differences = new Map<string, Decision[]>()
  for (const decision of plan.decisions) {
    const problem = (profile === 'convscope' ? kernelProblem : convProblem)(shaped, decision.node)
    if (problem === null) continue
    const { choice, difference } = mapKernel(problem, decision, catalog, target)
    choices.set(decision.node, choice)
    if (difference !== null) differences.set(difference, [...(differences.get(difference) ?? []), decision])
  }
  const program = lowerToProgram(shaped, choices, target, catalog)
  if (!program.ok) return program
  const notes = [...differences].map(([difference, decisions]) => note(shaped, difference, decisions))
  return ok({ program: program.value, notes })
}

function note(shaped: ShapedModel, difference: string, decisions: readonly Decision[]): string {
  const [first] = decisions
  const name = shaped.model.nodes[first?.node ?? -1]?.name ?? ''
  const others = decisions.length - 1
  const where = others === 0 ? `“${name}”` : `“${name}” and ${others} other ${others === 1 ? 'layer' : 'layers'}`
  return `The engine runs ${difference} for ${where}.`
}
