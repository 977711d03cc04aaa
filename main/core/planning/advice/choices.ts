import type { Override } from '#contract/configuration'
import type { Candidate, Decision, Plan } from '#contract/plan'

/** A candidate that the layer could be given, with the override that does so. */
export interface Choice {
  readonly override: Override
  readonly packedWeightBytes: number
  readonly workspaceBytes: number
  readonly operations: number
  readonly chosen: boolean
}

export interface LayerChoices {
  readonly decision: Decision
  /** At least one; exactly one is chosen. */
  readonly choices: readonly Choice[]
}

/** By layer what an override can choose among; layers whose name does not tell them apart have their own choice only. */
export function layerChoices(plan: Plan, nameOf: (node: number) => string): LayerChoices[] {
  const names = new Map<string, number>()
  for (const { node } of plan.decisions) names.set(nameOf(node), (names.get(nameOf(node)) ?? 0) + 1)
  return plan.decisions.map((decision) => {
    const name = nameOf(decision.node)
    const all = decision.candidates.flatMap((candidate) => choice(name, candidate))
    const free = name !== '' && names.get(name) === 1 && all.filter(({ chosen }) => chosen).length === 1
    const choices = free && distinct(all) ? all : [ownChoice(name, decision)]
    return { decision, choices }
  })
}

/** The override that has the layer's packed weights smallest, and then its workspace; null where it has. */
export function leastPacked({ choices }: LayerChoices): Choice | null {
  const own = choices.find(({ chosen }) => chosen)
  const [least] = [...choices].sort(
    (a, b) => a.packedWeightBytes - b.packedWeightBytes || a.workspaceBytes - b.workspaceBytes,
  )
  return own === undefined || least === undefined || least.packedWeightBytes >= own.packedWeightBytes ? null : least
}

function choice(layers: string, candidate: Candidate): Choice[] {
  const { algorithm, unit, packedWeightBytes, workspaceBytes, operations, verdict } = candidate
  if (packedWeightBytes === null || workspaceBytes === null || operations === null) return []
  const override = { layers, algorithm, ...(unit === null ? {} : { unit }) }
  return [{ override, packedWeightBytes, workspaceBytes, operations, chosen: verdict === 'chosen' }]
}

/** Kernels of groups that share a name cannot be told apart by an override. */
function distinct(choices: readonly Choice[]): boolean {
  const keys = new Set(choices.map(({ override }) => `${override.algorithm} ${override.unit}`))
  return keys.size === choices.length
}

function ownChoice(layers: string, decision: Decision): Choice {
  const { algorithm, unit, packedWeightBytes, workspaceBytes, operations } = decision
  const override = { layers, algorithm, ...(unit === null ? {} : { unit }) }
  return { override, packedWeightBytes, workspaceBytes, operations, chosen: true }
}
