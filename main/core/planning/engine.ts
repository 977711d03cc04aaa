// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { Choice } from '#contract/choice'
import type { EngineRules, RuleTopic } from '#contract/comparison'
import type { Configuration, ProfileId, ProfileTraits } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import type { ModelId } from '#contract/model'
import type { CategoryBytes, Plan } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import type { MachineRates } from '#core/planning/time/default-machine'
import type { Message } from '#messages/message'
import type { EngineSetup } from './engine-setup'
import type { KernelCatalog, KernelTimings } from './native/kernel-catalog'

/** Everything a plan is made from. Nothing here does I/O. */
export interface PlanningInput {
  readonly modelId: ModelId
  readonly shaped: ShapedModel
  /** Size of the model file, in bytes. */
  readonly fileBytes: number
  readonly configuration: Configuration
  /** Convscope's kernels; null where the native engine could not be loaded. Only `convscope` needs it. */
  readonly catalog: KernelCatalog | null
  /** Only `convscope` looks at them. */
  readonly timings?: KernelTimings
  /** What the machine can do at most that Convscope runs on; absent: as none was measured, a usual one. Only `convscope` looks at it. */
  readonly machine?: MachineRates
  /** The machine that times of all other engines are modelled for; absent: a usual one, so that a plan is the same everywhere. */
  readonly timesFor?: Machine
  /** Is told where everything lies that the plan's activations and workspace are made of; absent: nothing is recorded. */
  readonly tellArena?: (arena: Arena) => void
  /** Is told where two choices of kernels for the whole model are worth being held against each other. */
  readonly tellRivals?: (rivals: WholeRivals) => void
}

/** Kernels by node, as high mode would choose them by times of kernels, and as normal mode chooses them. */
export interface WholeRivals {
  /** Names the two choices, whatever model they are for. */
  readonly key: string
  readonly own: ReadonlyMap<number, Choice>
  readonly normal: ReadonlyMap<number, Choice>
}

/** The rules of one engine, version and build. engines/index.ts lists them. */
export interface EngineProfile {
  /** What the window offers; plain data, as it crosses the bridge. */
  readonly traits: ProfileTraits
  /** How its users bring about what it plans for. */
  readonly setup: EngineSetup
  /** Its rules in words: comparisons tell where two profiles differ. */
  readonly rules: EngineRules
  /** Whether plans under a configuration hang on a rule; absent: on every one. */
  heeds?(topic: RuleTopic, configuration: Configuration): boolean
  /**
   * Whether the rules for a configuration were read from the engine's sources: no build that has all of them was measured.
   * Absent: never.
   */
  onlyRead?(configuration: Configuration): boolean
  /** Operations that it does in the time of one in float32: 2 in half precision. Absent: 1. */
  operationsAtOnce?(configuration: Configuration): number
  plan(input: PlanningInput): Result<Plan>
  /** What becomes of a session whose inputs change their sizes; absent where that is not known. */
  readonly resizing?: Resizing
  /**
   * What is held once each session is ready, by the engine's own pools, where sessions that are made in this way (of
   * `traits.sessions`) share more than it says; null where they do not, an empty list where it is not known. Inputs of one model id are sessions of one model.
   */
  holdTogether?(sharing: string, inputs: readonly PlanningInput[]): Result<readonly CategoryBytes[]> | null
  /** Present where it is one of many releases, whose rules can be exchanged. */
  readonly succession?: Succession
}

/** A release among those before and after it. */
export interface Succession {
  /** Equal for releases that plan alike under a configuration. */
  key(configuration: Configuration): string
  /** Plans by the rules of this release, but those of `topics` as the release `other` has them. */
  planWith(input: PlanningInput, topics: readonly RuleTopic[], other: ProfileId): Result<Plan>
}

/** How an engine resizes sessions. */
export interface Resizing {
  /** What a session keeps, in words. */
  rule(configuration: Configuration): Message
  open(): ResizableSession
}

/** One session that goes from size to size. */
export interface ResizableSession {
  /**
   * What it holds once its inputs have the sizes of `input`, which differs from those before in shapes alone; the first
   * one is what it is made with. null where the engine's rules do not tell. Fails as planning does.
   */
  resize(input: PlanningInput): Result<CategoryBytes | null>
}
