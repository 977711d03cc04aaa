// SPDX-License-Identifier: Apache-2.0
import { ALGORITHM_TRAITS } from '#contract/algorithms'
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import type { WorkspaceSection } from '#contract/plan'
import type { Message } from '#messages/message'
import type { ConvProblem } from '../layers/conv-problem'
import type { ProgramBuffer, ProgramOperation } from './program'
import type { WeightStorage } from './weight-storage'

/** What a native kernel says of a problem before anything is allocated. */
export type KernelAssessment =
  | {
      readonly supported: true
      readonly packedWeightBytes: number
      readonly workspaceBytes: number
      readonly workspace: readonly WorkspaceSection[]
      /** Floating-point operations it executes (multiply and add count as two), transforms included. */
      readonly operations: number
      /** Of these, products of bfloat16. */
      readonly bfloat16Operations: number
      /** Bytes of packed weights that its threads read in all, as often as they read them, estimated. */
      readonly weightTraffic: number
      /** Bytes of inputs, outputs and workspace that it moves, estimated. */
      readonly otherTraffic: number
      /** It reads an image of few channels as it is; other inputs are blocked. */
      readonly plainInput: boolean
    }
  | { readonly supported: false; readonly reason: Message }

/** What kernels took on this machine. */
export interface KernelTimings {
  /** Nanoseconds of one execution; null where it was never measured. */
  ns(problem: ConvProblem, choice: Choice, isa: InstructionSet, threads: number, weights: WeightStorage): number | null
  /** By what names two choices of kernels for a whole model (`wholeTimings`); null where they were never measured. */
  whole(key: string): WholeTimes | null
}

/** Nanoseconds of an inference with high mode's own choice of kernels, and with normal mode's, in turn. */
export interface WholeTimes {
  readonly own: number
  readonly normal: number
}

/** Whether a kernel keeps no copy of the weights, but reads them whenever it runs. */
export function streamsWeights({ algorithm, inner }: Choice): boolean {
  return ALGORITHM_TRAITS[inner?.algorithm ?? algorithm].streams === true
}

/**
 * Sizes and costs of the native engine's convolution kernels. Planning is given one: it never
 * loads the addon itself. Implemented by inference/kernel-catalog.ts.
 */
export interface KernelCatalog {
  /** All choices for a problem, in the order of the engine's registry. */
  choices(problem: ConvProblem): readonly Choice[]
  /** `weights`: absent, float32. */
  assess(
    problem: ConvProblem,
    choice: Choice,
    isa: InstructionSet,
    threads: number,
    weights?: WeightStorage,
  ): KernelAssessment
  /** Whether the engine executes a non-convolution operation on these buffers, and its scratch bytes. */
  assessOperation(
    operation: ProgramOperation,
    inputs: readonly (ProgramBuffer | null)[],
    outputs: readonly ProgramBuffer[],
    isa: InstructionSet,
    threads: number,
  ):
    | { readonly supported: true; readonly workspaceBytes: number }
    | { readonly supported: false; readonly reason: Message }
  /** Channels per block of the engine's activations: 16 for avx512, 8 for avx2, … */
  channelBlock(isa: InstructionSet): number
}
