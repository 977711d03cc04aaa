// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from './configuration'

/** From the core outwards. */
export const MEMORY_LEVELS = ['L1', 'L2', 'L3', 'memory'] as const
export type MemoryLevel = (typeof MEMORY_LEVELS)[number]

/** Bytes a nanosecond (as many GB/s) that are read from a level. */
export interface ReadRate {
  readonly level: MemoryLevel
  /** What was read again and again, in bytes: of one thread, or of all together where they share the level. */
  readonly bytes: number
  readonly one: number
  /** Of all threads together. */
  readonly all: number
}

/** What this machine can do at most, measured. Other programs at work make it less. */
export interface Machine {
  /** Its name as the system tells it. */
  readonly processor: string
  readonly threads: number
  /** Floating-point operations a nanosecond (as many GFLOP/s) of one thread, best instruction set first. */
  readonly arithmetic: readonly {
    readonly isa: InstructionSet
    readonly rate: number
    /** Of products of bfloat16; absent where the processor has no instruction for them. */
    readonly bfloat16?: number | undefined
    /** Of products of bfloat16 in matrix tiles (AMX); absent where there are none. */
    readonly tiles?: number | undefined
  }[]
  /** Those that the processor has, the innermost first. */
  readonly reading: readonly ReadRate[]
}
