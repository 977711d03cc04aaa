// SPDX-License-Identifier: Apache-2.0
/** Bytes to which every offset and size is rounded up: a cache line, and the engine's alignment. */
export const ARENA_ALIGNMENT = 64

/** A stretch of a buffer, alive from step `first` to step `last`, both included. */
export interface Part {
  /** In the buffer, a multiple of ARENA_ALIGNMENT. */
  readonly offset: number
  readonly bytes: number
  readonly first: number
  readonly last: number
}

/** Stretches with fixed places relative to each other; they may overlap. */
export type ArenaBuffer = readonly Part[]

export function aligned(bytes: number): number {
  return Math.ceil(bytes / ARENA_ALIGNMENT) * ARENA_ALIGNMENT
}
