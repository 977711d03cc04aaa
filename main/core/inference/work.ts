// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises'
import type { Arena } from '#contract/arena'
import type { PlanPeak } from '#contract/plan'
import type { Message } from '#messages/message'
import type { NativeSession } from './addon'
import type { EventStream } from './event-stream'
import type { NativeProgram } from './native-program'
import type { InputValues } from './run-input'
import type { NamedTensor } from './run-protocol'

/** What one inference took, in nanoseconds. */
export interface Inference {
  readonly ns: number
  /** By node. */
  readonly nodes: ReadonlyMap<number, number>
}

/** A program and the session that holds it. */
export interface Prepared {
  readonly program: NativeProgram
  readonly session: NativeSession
}

/** The values of an output of the last inference in order, each part valid until the next. */
export interface OutputValues {
  readonly tensor: NamedTensor
  readonly parts: Iterable<Float32Array>
}

/** How a job's model is executed: as one program, or in stages. */
export interface Work {
  /** Before the first inference. */
  prepare(): Promise<void>
  infer(): Promise<Inference>
  outputs(): Iterable<OutputValues>
  /** Makes the prepare or inference under way fail with code "cancelled". */
  cancel(): void
  /** 0..1 of the prepare or inference under way. */
  progress(): number
  /** All that is held now. */
  prepared(): readonly Prepared[]
  /** As RunReport.executionPeak. */
  readonly executionPeak: PlanPeak | null
  /** The highest sum of what the engine and this side held. */
  peakTrackedBytes(): number
  /** As RunReport.arena: null where the plan's program tells it. */
  arena(): Arena | null
  /** Where it departs from the plan. */
  notes(): readonly Message[]
}

/** What works have of the run around them. */
export interface RunParts {
  /** The first of the run; further ones are made beside it. */
  readonly session: NativeSession
  readonly events: EventStream
  readonly inputs: InputValues
  /** Inputs and outputs pass through it. */
  readonly staging: Float32Array
  /** Nanoseconds since the run began. */
  now(): number
  /** Throws where the run was cancelled. */
  checkpoint(): void
}

/** Adds the durations of a program's ops to those of the nodes that they run for. */
export function addDurations(into: Map<number, number>, { ops }: NativeProgram, durations: Float64Array): void {
  for (const [index, { node }] of ops.entries()) into.set(node, (into.get(node) ?? 0) + (durations[index] ?? 0))
}

/** Every value of an input goes to the session's input `to`. */
export async function feedInput(
  { inputs, staging, checkpoint }: RunParts,
  session: NativeSession,
  to: number,
  input: number,
): Promise<void> {
  for await (const part of inputs.parts(input, staging)) {
    checkpoint()
    session.feed(to, part)
    await setImmediate()
  }
}
