// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from './configuration'
import type { Problem } from './errors'

/** How far the native engine is compiled: in files, or in percent where the build tool counts so. */
export interface EngineBuildProgress {
  readonly done: number
  /** 0 until the build tool has told. */
  readonly total: number
  readonly unit: 'files' | 'percent'
}

/** The native engine as it is now: the window opens before it is compiled. */
export interface EngineState {
  /** Instruction sets that this machine can execute, best first; empty while there is no engine. */
  readonly executableIsas: readonly InstructionSet[]
  /** Why there is no engine; null where it is loaded. Plans of other engines do without, runs do not. */
  readonly problem: Problem | null
  /** null where it is not being compiled. */
  readonly build: EngineBuildProgress | null
}
