// SPDX-License-Identifier: Apache-2.0
import type { ArenaStep, Placed, PoolName, PoolPolicy } from '#contract/arena'

/** Where a block lies in what its pool has from the system. */
export interface Place {
  readonly chunk: object
  readonly offset: number
}

/** A block that is the whole of what the system gave, where the pool forgets that once it has it back. */
export interface WholePlace extends Place {
  readonly chunk: RecordedBlock
}

/** What a pool has given out. */
export interface RecordedBlock {
  /** Taken for it. */
  readonly bytes: number
}

/** A pool while its requests are recorded. */
export interface RecordedPool {
  readonly name: PoolName
  readonly policy: PoolPolicy
  /** Asked once all is recorded: some pools know no address before. */
  placeOf(block: object): Place
  chunkBytes(chunk: object): number
}

/** What a pool tells when nothing free is large enough. */
export interface GrowthTold {
  readonly bytes: number
  /** Sizes of what is free. */
  readonly free: readonly number[]
  /** Blocks in use that keep free ones apart. */
  readonly inTheWay: readonly object[]
}

/** What an allocation is. */
export type What = Pick<Placed, 'kind' | 'name' | 'part' | 'dims' | 'node'>

/** An allocation between two moments; `end` is null where it stays. */
export interface Use {
  what: What
  readonly bytes: number
  readonly heldBytes: number
  readonly pool: RecordedPool
  readonly block: object
  /** Where it is known already. */
  readonly place: Place | null
  readonly begin: number
  end: number | null
  until: number | null
}

export interface Step extends Omit<ArenaStep, 'heldBytes'> {
  tensorBytes: number
  workspaceBytes: number
  /** Moment at which it begins. */
  begin: number
}

export interface Growth extends GrowthTold {
  readonly pool: RecordedPool
  readonly begin: number
  readonly placed: number
  readonly blockers: readonly number[]
}
