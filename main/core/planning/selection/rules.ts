// SPDX-License-Identifier: Apache-2.0
import type { Configuration, InstructionSet, Override, Setting } from '#contract/configuration'
import type { WorkspaceSection } from '#contract/plan'
import type { Message } from '#messages/message'
import type { ConvLayer } from '../layers/conv-layers'
import type { ConvProblem } from '../layers/conv-problem'
import type { Work } from '../time/work'
import type { AnyExecutor, Selection } from './option'

/** A layer, whichever node it belongs to. */
export type Layer = Omit<ConvLayer, 'node'>

/**
 * How an engine that decides layer by layer chooses. `E` is what it would run, `S` what of a configuration its rules
 * look at. All that follows from the rules is written once for every engine: what a decision depends on, what is shown
 * of it, how an override is met.
 */
export interface SelectionRules<E extends AnyExecutor, S> {
  readonly instructionSets: readonly InstructionSet[]
  readonly settings: readonly Setting[]
  settingsOf(configuration: Configuration): S
  select(layer: Layer, settings: S): Selection<E>
  /** The settings without those that keep the engine from an algorithm that it has. */
  unrestricted(settings: S): S
  /** What an executor takes when it is alone. */
  measure(executor: E): ExecutorSize
  /** Floating-point operations of one inference, a multiply and an add being two. */
  operations(problem: ConvProblem, executor: E): number
  /** What one inference of it takes, whichever machine does it; absent: not modelled. */
  work?(problem: ConvProblem, executor: E, settings: S): Work
  /** Why a layer cannot be given what an override asks for, where the engine's own rules do not say: the end of a sentence. */
  obstacle(layer: Layer, settings: S, override: Override): Message
}

export interface ExecutorSize {
  /** Weights and bias as they stay. */
  readonly packedWeightBytes: number
  /** Of this executor alone. */
  readonly workspaceBytes: number
  readonly workspace: readonly WorkspaceSection[]
}
