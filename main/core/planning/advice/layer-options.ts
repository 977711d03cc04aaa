// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import type { Candidate, Decision, Plan } from '#contract/plan'
import { timesUnder } from './time'

type Times = ReturnType<typeof timesUnder>

/** A candidate that the layer could be given, with the override that does so. */
export interface LayerOption {
  readonly override: Override
  readonly packedWeightBytes: number
  readonly workspaceBytes: number
  /** Modelled (time.ts). */
  readonly time: number
  readonly chosen: boolean
  /** The engine can be told so for this layer alone. */
  readonly told: boolean
}

export interface LayerOptions {
  readonly decision: Decision
  /** At least one; exactly one is chosen. */
  readonly options: readonly LayerOption[]
}

/**
 * By layer what an override can choose among; layers whose name does not tell them apart have their own choice only.
 * Layers without an algorithm that has a name, and those whose sizes are not known, are left out.
 */
export function layerOptions(plan: Plan, nameOf: (node: number) => string): LayerOptions[] {
  const names = new Map<string, number>()
  for (const { node } of plan.decisions) names.set(nameOf(node), (names.get(nameOf(node)) ?? 0) + 1)
  const timeOf = timesUnder(plan)
  return plan.decisions.flatMap((decision): LayerOptions[] => {
    const name = nameOf(decision.node)
    const own = ownOption(name, decision, timeOf)
    if (own === null) return []
    const all = decision.candidates.flatMap((candidate) => option(name, candidate, timeOf))
    const free = name !== '' && names.get(name) === 1 && all.filter(({ chosen }) => chosen).length === 1
    return [{ decision, options: free && distinct(all) ? all : [own] }]
  })
}

/** Of the choice that the layer has. */
export function packedOf({ options }: LayerOptions): number {
  return options.find(({ chosen }) => chosen)?.packedWeightBytes ?? 0
}

/** The override that has the layer's packed weights smallest, and then its workspace; null where it has. */
export function leastPacked({ options }: LayerOptions): LayerOption | null {
  const own = options.find(({ chosen }) => chosen)
  const [least] = [...options].sort(
    (a, b) => a.packedWeightBytes - b.packedWeightBytes || a.workspaceBytes - b.workspaceBytes,
  )
  return own === undefined || least === undefined || least.packedWeightBytes >= own.packedWeightBytes ? null : least
}

function option(layers: string, candidate: Candidate, timeOf: Times): LayerOption[] {
  const { algorithm, unit, packedWeightBytes, workspaceBytes, verdict, told } = candidate
  const time = timeOf(candidate)
  if (packedWeightBytes === null || workspaceBytes === null || time === null) return []
  const override = { layers, algorithm, ...(unit === null ? {} : { unit }) }
  const figures = { packedWeightBytes, workspaceBytes, time }
  return [{ override, ...figures, chosen: verdict === 'chosen', told: told !== undefined }]
}

/** Kernels of groups that share a name cannot be told apart by an override. */
function distinct(options: readonly LayerOption[]): boolean {
  const keys = new Set(options.map(({ override }) => `${override.algorithm} ${override.unit}`))
  return keys.size === options.length
}

function ownOption(layers: string, decision: Decision, timeOf: Times): LayerOption | null {
  const { algorithm, unit, packedWeightBytes, workspaceBytes } = decision
  const time = timeOf(decision)
  if (algorithm === null || packedWeightBytes === null || workspaceBytes === null || time === null) return null
  const override = { layers, algorithm, ...(unit === null ? {} : { unit }) }
  return { override, packedWeightBytes, workspaceBytes, time, chosen: true, told: true }
}
