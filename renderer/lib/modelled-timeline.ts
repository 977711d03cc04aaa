import type { Plan } from '#contract/plan'

/** Memory while one node executes, by the plan's rules. */
export interface ModelledSample {
  /** Position in execution order, from 1. */
  readonly position: number
  readonly node: number
  readonly packedWeights: number
  readonly modelBuffer: number
  readonly activations: number
  readonly workspace: number
  readonly total: number
}

/** Packed weights and model buffer stay throughout; activations and workspace are each step's own. */
export function modelledTimeline(plan: Plan): ModelledSample[] {
  const { packedWeights, modelBuffer } = plan.totals
  return plan.steps.map((step, index) => ({
    position: index + 1,
    node: step.node,
    packedWeights,
    modelBuffer,
    activations: step.activationBytes,
    workspace: step.workspaceBytes,
    total: packedWeights + modelBuffer + step.activationBytes + step.workspaceBytes,
  }))
}

export function modelledPeak(samples: readonly ModelledSample[]): ModelledSample | null {
  return samples.reduce<ModelledSample | null>((peak, next) => (peak && peak.total >= next.total ? peak : next), null)
}
