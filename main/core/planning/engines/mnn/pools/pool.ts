// SPDX-License-Identifier: Apache-2.0
import type { PoolPolicy } from '#contract/arena'
import type { GrowthTold, Place } from '#core/planning/arena/recorded'

/** A piece of a pool, as handed out. */
export interface Block {
  readonly bytes: number
}

/**
 * Dynamic memory of a session: activations and workspaces. A layer that spreads its work over
 * threads brackets it by beginParts/endParts and each thread's share by beginPart/endPart, because
 * blocks that one thread gives back must not be handed to another that works at the same time.
 */
export interface DynamicPool {
  /** Bytes taken from the system so far. */
  readonly totalBytes: number
  /** `separate`: never reuses a freed block. */
  request(bytes: number, separate?: boolean): Block
  free(block: Block): void
  /** Gives back all that it took from where its blocks come from, before a session is sized anew. */
  release(): void
  beginParts(): void
  beginPart(): void
  endPart(): void
  endParts(): void
  /**
   * Once the session is sized: where a block that was handed out lies in the one block that the pool
   * takes from the system; null where it takes many.
   */
  placeOf(block: Block): number | null
  readonly policy: PoolPolicy
  /** Once the session is sized: in which of the blocks that the pool takes it lies, and where. */
  chunkOf(block: Block): Place
  /** Is told before a request that nothing free is large enough for is answered; null: nobody listens. */
  onGrowth: ((told: GrowthTold) => void) | null
}
