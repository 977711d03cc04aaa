// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'

// Where activations and workspaces lie while a model runs: what the timeline of a plan adds up, with addresses.

/**
 * What a pool is for. MNN: 'session', 'plain' (its backend for packs of four), on a GPU 'buffers' and 'images'; ncnn:
 * 'blobs', 'workspace', and 'heap' for what is in neither; Convscope's own engine: 'arena' and 'scratch'.
 */
export const POOL_NAMES = [
  'session',
  'plain',
  'blobs',
  'workspace',
  'heap',
  'buffers',
  'images',
  'arena',
  'scratch',
] as const
export type PoolName = (typeof POOL_NAMES)[number]

/**
 * 'together': one block, whose places are chosen with all lifetimes known; 'inOrder': one block, places are chosen in the
 * order of the layers, and the block is taken when all are; 'blocks': blocks are taken when they are needed, and kept to
 * be used again; 'none': every request is a block of its own, which is given back after its use.
 */
export const POOL_POLICIES = ['together', 'inOrder', 'blocks', 'none'] as const
export type PoolPolicy = (typeof POOL_POLICIES)[number]

/** Part of a rectangle's life at one address. Steps count from 0, fractions lie within one: not at its end at `to`. */
export interface Span {
  readonly from: number
  readonly to: number
  /** Bytes from the bottom of the pool. */
  readonly offset: number
}

/** A block that a pool has from the system. Where blocks may be given back, those above are drawn lower from then on. */
export interface PoolChunk {
  readonly bytes: number
  readonly spans: readonly Span[]
}

export interface ArenaPool {
  readonly name: PoolName
  /** Of a run in stages: which of them has it, from 1. Absent elsewhere. */
  readonly stage?: number
  readonly policy: PoolPolicy
  /** The most that it has at once: the top of what is drawn. */
  readonly bytes: number
  readonly chunks: readonly PoolChunk[]
}

/** 'copy': of a tensor, in the layout that an operation wants or while elements are moved. */
export const PLACED_KINDS = ['tensor', 'copy', 'workspace'] as const

/** One allocation from its first use to its last. */
export interface Placed {
  readonly kind: (typeof PLACED_KINDS)[number]
  /** Of a tensor of the model; empty where it has none. */
  readonly name: string
  /** Of a workspace: what it is for; null where nothing tells. */
  readonly part: Message | null
  /** Empty for a workspace. */
  readonly dims: readonly number[]
  /** Asked for. */
  readonly bytes: number
  /** Taken for it: more than was asked for where a free block is given whole. */
  readonly heldBytes: number
  /** Node that makes or needs it; null for an input of the model. */
  readonly node: number | null
  /** Node after which it is free again; null: it stays. */
  readonly until: number | null
  /** Index in Arena.pools. */
  readonly pool: number
  /** In the order of time; mostly one. */
  readonly spans: readonly Span[]
}

/** A moment at which a pool had nothing free that is large enough. */
export interface PoolGrowth {
  readonly step: number
  readonly pool: number
  /** What was asked for: index in Arena.placed. */
  readonly placed: number
  /** By which the pool became larger. */
  readonly bytes: number
  /** Free in the pool then, in so many stretches, and the longest of these. */
  readonly freeBytes: number
  readonly freeRanges: number
  readonly largestFreeBytes: number
  /** What lies between the free stretches and keeps them apart, indices in Arena.placed; the largest first. */
  readonly inTheWay: readonly number[]
}

export interface ArenaStep {
  /** Node id. */
  readonly node: number
  /** The most in use at once while it runs. */
  readonly tensorBytes: number
  readonly workspaceBytes: number
  /** What the pools have then. */
  readonly heldBytes: number
}

/** Every allocation of activations and workspaces of one inference, and where it lies. */
export interface Arena {
  /** As Plan.steps, by node. */
  readonly steps: readonly ArenaStep[]
  readonly pools: readonly ArenaPool[]
  readonly placed: readonly Placed[]
  /** In the order of time. */
  readonly growths: readonly PoolGrowth[]
  /** The most that all pools have at once: activations and workspace of the plan's totals. */
  readonly bytes: number
}

/** Whose placements are asked for: the plan's engine, or Convscope's own when it runs this configuration. */
export const ARENA_ORIGINS = ['plan', 'run'] as const
export type ArenaOrigin = (typeof ARENA_ORIGINS)[number]
