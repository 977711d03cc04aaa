// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { Algorithm } from './algorithms'
import type { CategoryBytes } from './categories'
import type { Configuration, SettingId } from './configuration'
import type { LayerKind } from './layer-kinds'
import type { Lifecycle } from './lifecycle'
import type { Machine } from './machine'
import type { ModelId } from './model'

export { ALGORITHMS, type Algorithm } from './algorithms'
export { CATEGORIES, type Category, type CategoryBytes } from './categories'
export { LAYER_KINDS, type LayerKind } from './layer-kinds'

/** What a decision can change with in every engine, beside the engine's own settings. */
export const DEPENDENCIES = ['threads', 'isa', 'outputSize', 'kernel'] as const
/** What in the configuration (or in the model's shapes) a decision would change with: one of these, or a setting. */
export type Dependency = (typeof DEPENDENCIES)[number] | SettingId

export interface Cost {
  /** What the figure is, in the engine's own terms: its name (`cost.…`). */
  readonly label: Message
  readonly value: number
  /** Whether the engine prefers the larger or the smaller figure. */
  readonly better: 'larger' | 'smaller'
}

/** One algorithm that the engine considered, in the order in which it did. */
export interface Candidate {
  readonly algorithm: Algorithm
  /** Winograd output tile edge m of F(m, k); null for other algorithms. */
  readonly unit: number | null
  readonly verdict: 'chosen' | 'rejected'
  /** The rule that chose or rejected it, one sentence with the figures that decided. */
  readonly reason: Message
  /** null where the engine never computes one. */
  readonly cost: Cost | null
  /** What it holds or would hold, in bytes; null where it cannot be used at all. */
  readonly packedWeightBytes: number | null
  readonly workspaceBytes: number | null
  /** As `operations` of a decision; null where it cannot be used at all. */
  readonly operations: number | null
  /** As `nanoseconds` of a decision; null where it cannot be used at all. */
  readonly nanoseconds?: number | null
  /** What the engine is told for this layer alone so that its own rules choose this; absent: nothing does that. */
  readonly told?: string
}

/** A named part of a workspace, or of a total. */
export interface WorkspaceSection {
  /** `part.…` */
  readonly name: Message
  readonly bytes: number
}

/**
 * One layer under one configuration: every convolution, matrix product and recurrent layer, and whatever else holds
 * packed weights or needs a workspace. A figure that the engine's rules do not tell is null, never 0.
 */
export interface Decision {
  /** Node id; of one node there is one. */
  readonly node: number
  readonly kind: LayerKind
  /** null where the engine has no choice that has a name, or the profile does not model it. */
  readonly algorithm: Algorithm | null
  /** Winograd output tile edge m of F(m, k); null for other algorithms. */
  readonly unit: number | null
  /** The engine's own name of what runs, e.g. "ConvolutionPackWinograd"; null where it is not known. */
  readonly executor: string | null
  /** For "grouped": what every group runs. */
  readonly inner: { readonly algorithm: Algorithm; readonly unit: number | null; readonly groups: number } | null
  /** Weights of the file as float32 (also where it stores them otherwise: TensorView.stored), without bias. */
  readonly weightBytes: number | null
  /** Transformed and padded weights and bias that stay for the session. They add up to the total with Plan.packedBeside. */
  readonly packedWeightBytes: number | null
  /** Scratch while this layer runs, all threads together. Reused by other layers: do not add up (Plan.workspaceNote). */
  readonly workspaceBytes: number | null
  readonly workspace: readonly WorkspaceSection[]
  /** Multiply-adds of the direct computation; null also where a layer has none to speak of (kind "other"). */
  readonly macs: number | null
  /** Modelled: floating-point operations of one inference, transforms included; formulas: main/core/planning/engines/mnn/rules/operations.ts. */
  readonly operations: number | null
  /**
   * Modelled: what one inference of it takes on a machine that nobody measures (main/core/planning/time/layer-time.ts): ratios
   * mean something. null or absent where it is not modelled, and absent in documents of earlier versions.
   */
  readonly nanoseconds?: number | null
  /** In the order the engine considers them; exactly one is chosen. Empty where there is no choice. */
  readonly candidates: readonly Candidate[]
  /** Why this one, one sentence. */
  readonly reason: Message
  /** Present where an override of the configuration forced the choice. */
  readonly overridden?: {
    /** The override's `layers`. */
    readonly by: string
    /** What the engine's own rules choose. */
    readonly instead: { readonly algorithm: Algorithm; readonly unit: number | null }
    /** What the engine is told for this layer alone so that its own rules choose the same; absent: nothing does that. */
    readonly told?: string
  }
  readonly dependsOn: readonly Dependency[]
}

/**
 * Memory at the moment one node executes, in execution order: the modelled timeline. Nodes that only
 * move elements have no step where the engine copies on behalf of the node that reads the result.
 */
export interface PlanStep {
  /** Node id. */
  readonly node: number
  /** Activations alive (inputs, outputs and longer-lived tensors), when it needs the most of both together. */
  readonly activationBytes: number
  /** Held then: what earlier layers keep to the end of the session included. */
  readonly workspaceBytes: number
}

/** A node that has no step of its own: the op of another computes it at its end. */
export interface Fusion {
  /** Node id. */
  readonly node: number
  readonly into: number
}

/** A tensor that is alive when most memory is. */
export interface AliveTensor {
  readonly name: string
  readonly dims: readonly number[]
  /** Elements × element size, without what the engine pads it by. */
  readonly bytes: number
  /** Node id of what makes it; null for an input of the model. */
  readonly producer: number | null
  /** Node id of the last that reads it; null where it is an output of the model, which stays. */
  readonly lastUse: number | null
}

/** The step that needs the most activations and workspace together; of several equal ones the first. */
export interface PlanPeak extends PlanStep {
  /** The largest first. What they leave of activationBytes is padding and copies of the engine's own. */
  readonly alive: readonly AliveTensor[]
}

export interface Plan {
  readonly modelId: ModelId
  readonly configuration: Configuration
  readonly decisions: readonly Decision[]
  readonly steps: readonly PlanStep[]
  /** Where memory is highest while the model runs; null without a step, absent in documents of earlier versions. */
  readonly peak?: PlanPeak | null
  /** From load to a second inference; absent where the profile does not model it, and in documents of earlier versions. */
  readonly lifecycle?: Lifecycle
  /** What the engine executes as part of what; empty where the profile does not say. */
  readonly fusions: readonly Fusion[]
  /**
   * Modelled resident bytes by category. They add up: activations is the activation pool without
   * workspaces, workspace is what workspaces add to that pool.
   */
  readonly totals: CategoryBytes
  /** Σ totals. A lower bound where `isLowerBound` says so. */
  readonly totalBytes: number
  /**
   * What of totals.packedWeights is in no layer's row: with Σ packedWeightBytes of the rows that are known it adds up to
   * the total, to the byte. A part is below 0 where the pool serves requests more cheaply together than one by one.
   */
  readonly packedBeside: readonly WorkspaceSection[]
  /** Which layer's workspace totals.workspace comes from, and why it differs from that row's; null without workspaces. */
  readonly workspaceNote: Message | null
  /** Nodes that run but are in no figure, as their shapes are not known or the operation is not. */
  readonly leftOut: readonly number[]
  /** The most activation bytes alive at once, which no arena can be below; null where the profile's pool is no arena. */
  readonly activationBound: number | null
  /**
   * Modelled resident set of a process with this session alone after it has run, on x86-64 Linux:
   * totals, process, and what its C library keeps; null where the profile does not model it.
   */
  readonly residentSetBytes: number | null
  /**
   * Modelled nanoseconds of what runs beside the layers (element-wise operations, copies, pooling), by the bytes it moves;
   * absent where the profile does not model it, and in documents of earlier versions.
   */
  readonly othersNanoseconds?: number
  /** The machine that layers' times are told for, where somebody has named one; absent: a usual one, or where it runs. */
  readonly timesFor?: Machine
  /** Sentences on what the figures include, assume or leave out. */
  readonly notes: readonly Message[]
}

/** Whether the totals are "at least": a figure of some layer is not known, or some node is left out. */
export function isLowerBound({ decisions, leftOut }: Pick<Plan, 'decisions' | 'leftOut'>): boolean {
  return leftOut.length > 0 || decisions.some(isUnknown)
}

/** Whether the profile does not tell what a layer holds. */
export function isUnknown({
  packedWeightBytes,
  workspaceBytes,
}: Pick<Decision, 'packedWeightBytes' | 'workspaceBytes'>): boolean {
  return packedWeightBytes === null || workspaceBytes === null
}
